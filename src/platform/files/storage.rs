//! Where the bytes of photos are kept: a folder of the server, or a bucket of a storage that speaks S3. Both keep the
//! same promises: what was put is safe when `put` comes back, is read as it was put, and is never overwritten with
//! other bytes.

use crate::base::ids::AttachmentId;
use crate::platform::error::{AppError, AppResult, cause_chain};
use crate::platform::settings::{BucketAddress, FilesStorage, Settings};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpError, HttpErrorKind};
use object_store::{BackoffConfig, ClientOptions, ObjectStoreExt, RetryConfig};
use std::error::Error;
use std::fs::{self, File};
use std::future::Future;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long the storage may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// How long one request to the storage may take.
const REQUEST: Duration = Duration::from_secs(20);
/// How often a request that failed is made again, and until when.
const RETRIES: usize = 2;
const RETRY_UNTIL: Duration = Duration::from_secs(15);
/// After this nobody waits any more.
const AT_MOST: Duration = Duration::from_secs(60);

/// The storage of photos and documents. Cheap to clone; its verbs block, so call them off the web threads.
#[derive(Debug, Clone)]
pub enum Storage {
    /// A folder of this server.
    Folder(PathBuf),
    /// A bucket that speaks S3.
    Bucket(Arc<Bucket>),
}

impl Storage {
    /// The storage this installation has set.
    ///
    /// # Errors
    /// A sentence for the administrator.
    pub fn of(settings: &Settings) -> Result<Self, String> {
        match &settings.files_storage {
            FilesStorage::Folder => Ok(Self::Folder(settings.files_dir.clone())),
            FilesStorage::S3(address) => Ok(Self::Bucket(Arc::new(Bucket::new(address)?))),
        }
    }

    /// Keeps bytes under this id. The same bytes may come again; others under the same id are refused.
    ///
    /// # Errors
    /// Busy when the storage cannot be reached; Broken when it fails, or holds other bytes under the id.
    pub fn put(&self, id: AttachmentId, bytes: &[u8]) -> AppResult<()> {
        match self.get(id) {
            Ok(there) if there == bytes => return Ok(()),
            Ok(_) => return Err(AppError::broken(format!("the storage holds other bytes as {id}"))),
            Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
        match self {
            Self::Folder(folder) => write(&path(folder, id), bytes).map_err(AppError::broken),
            Self::Bucket(bucket) => bucket.put(id, bytes),
        }
    }

    /// The bytes under this id.
    ///
    /// # Errors
    /// `NotFound` when there are none; Busy when the storage cannot be reached; Broken when it fails.
    pub fn get(&self, id: AttachmentId) -> AppResult<Vec<u8>> {
        match self {
            Self::Folder(folder) => fs::read(path(folder, id)).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => AppError::NotFound,
                _ => AppError::broken(error),
            }),
            Self::Bucket(bucket) => bucket.get(id),
        }
    }
}

fn path(folder: &Path, id: AttachmentId) -> PathBuf {
    let name = id.0.simple().to_string();
    // The last digits spread evenly: at most 256 folders.
    folder.join(&name[name.len() - 2..]).join(name)
}

/// Writes a file so that after a crash it is either whole or not there.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        if let Some(above) = folder.parent() {
            sync(above)?;
        }
    }
    let draft = path.with_extension("part");
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    sync(folder)
}

/// Makes sure that a folder remembers the names in it.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A bucket, and the thread that talks to it.
#[derive(Debug)]
pub struct Bucket {
    store: AmazonS3,
    prefix: String,
    background: Background,
}

impl Bucket {
    fn new(address: &BucketAddress) -> Result<Self, String> {
        use_ring();
        let plain = address.endpoint.starts_with("http://");
        let store = AmazonS3Builder::new()
            .with_endpoint(&address.endpoint)
            .with_bucket_name(&address.bucket)
            .with_region(&address.region)
            .with_access_key_id(&address.access_key)
            .with_secret_access_key(address.secret_key.expose())
            .with_virtual_hosted_style_request(false)
            .with_client_options(
                ClientOptions::new()
                    .with_allow_http(plain)
                    .with_connect_timeout(CONNECT)
                    .with_timeout(REQUEST),
            )
            .with_retry(RetryConfig {
                max_retries: RETRIES,
                retry_timeout: RETRY_UNTIL,
                backoff: BackoffConfig {
                    init_backoff: Duration::from_millis(200),
                    max_backoff: Duration::from_secs(2),
                    base: 2.0,
                },
            })
            .build()
            .map_err(|error| format!("The S3 storage cannot be used: {}.", cause_chain(&error)))?;
        Ok(Self {
            store,
            prefix: address.prefix.clone(),
            background: Background::start().map_err(|error| format!("No thread for the S3 storage: {error}."))?,
        })
    }

    fn name(&self, id: AttachmentId) -> object_store::path::Path {
        object_store::path::Path::from(format!("{}/{}", self.prefix, id.0.simple()))
    }

    fn put(&self, id: AttachmentId, bytes: &[u8]) -> AppResult<()> {
        let (name, payload) = (self.name(id), bytes.to_vec().into());
        self.wait(async { self.store.put(&name, payload).await })
            .map(drop)
            .map_err(|error| match error {
                // a bucket that is not there
                AppError::NotFound => AppError::broken("the S3 storage has no such bucket: see s3_bucket"),
                other => other,
            })
    }

    fn get(&self, id: AttachmentId) -> AppResult<Vec<u8>> {
        let name = self.name(id);
        self.wait(async { self.store.get(&name).await?.bytes().await })
            .map(Vec::from)
    }

    /// Waits for an answer on a thread that may wait. The requests live on the bucket's own thread, so that it does not
    /// matter which thread asked first, and whether that one is still there.
    fn wait<T>(&self, asked: impl Future<Output = object_store::Result<T>>) -> AppResult<T> {
        let answer = self
            .background
            .door
            .block_on(async { tokio::time::timeout(AT_MOST, asked).await });
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(trouble(error)),
            Err(_) => Err(away("no answer in time")),
        }
    }
}

/// A thread of its own for requests, which goes with the bucket.
#[derive(Debug)]
struct Background {
    door: tokio::runtime::Handle,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Background {
    fn start() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("storage")
            .enable_all()
            .build()?;
        Ok(Self {
            door: runtime.handle().clone(),
            runtime: Some(runtime),
        })
    }
}

impl Drop for Background {
    /// Does not wait: the last one to use a bucket may be a web thread, which must not.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// What an error of the storage means to whoever waits for it. Its cause goes to the log.
fn trouble(error: object_store::Error) -> AppError {
    use object_store::Error as E;
    // an answer of the storage can be a page long
    let cause: String = cause_chain(&error).chars().take(600).collect();
    match error {
        E::NotFound { .. } if cause.contains("NoSuchBucket") => {
            AppError::broken(format!("the S3 storage has no such bucket (s3_bucket): {cause}"))
        }
        E::NotFound { .. } => AppError::NotFound,
        E::PermissionDenied { .. } | E::Unauthenticated { .. } => AppError::broken(format!(
            "the S3 storage refuses this access (s3_access_key, s3_secret_key): {cause}"
        )),
        error if is_away(&error) => away(&cause),
        _ => AppError::broken(cause),
    }
}

/// Whether nobody answered, or somebody who has no time at the moment.
fn is_away(error: &(dyn Error + 'static)) -> bool {
    let mut link = Some(error);
    while let Some(cause) = link {
        if let Some(http) = cause.downcast_ref::<HttpError>() {
            return !matches!(http.kind(), HttpErrorKind::Decode);
        }
        let said = cause.to_string();
        if said.starts_with("Server returned non-2xx status code: 5")
            || said.starts_with("Server returned error response")
        {
            return true;
        }
        link = cause.source();
    }
    false
}

fn away(cause: &str) -> AppError {
    tracing::error!("the S3 storage cannot be reached: {cause}");
    AppError::Busy
}

/// Chooses the one implementation of TLS that is compiled in, for this process. Once is enough, again does no harm.
pub fn use_ring() {
    // an error says that one was chosen before
    drop(rustls::crypto::ring::default_provider().install_default());
}
