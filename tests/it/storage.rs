//! What every storage of photos promises: a folder, and a real server that speaks S3.

use crate::bucket::{self, Bucket};
use plumbline::base::ids::AttachmentId;
use plumbline::platform::error::{AppError, cause_chain};
use plumbline::platform::files::storage::Storage;
use plumbline::platform::settings::Secret;
use std::io::{Read, Write};
use std::net::TcpListener;

fn new_id() -> AttachmentId {
    AttachmentId(uuid::Uuid::now_v7())
}

/// What the log says of an error that is ours.
fn cause(error: AppError) -> String {
    match error {
        AppError::Broken(cause) => cause_chain(cause.as_ref()),
        other => panic!("not a fault of ours: {other:?}"),
    }
}

/// Some bytes that are not the same everywhere.
fn bytes(n: usize) -> Vec<u8> {
    (0..n).map(|i| u8::try_from((i * 7 + i / 251) % 256).unwrap()).collect()
}

/// The promises; `open` opens the storage as another server would.
fn keeps_its_promises(open: impl Fn() -> Storage) {
    let storage = open();
    let (first, second) = (new_id(), new_id());
    assert!(
        matches!(storage.get(first), Err(AppError::NotFound)),
        "nothing is there yet"
    );
    storage.put(first, &bytes(3_000_000)).unwrap();
    storage.put(second, b"second").unwrap();
    assert_eq!(storage.get(first).unwrap(), bytes(3_000_000), "what was put is read");
    storage.put(second, b"second").unwrap();
    assert!(
        cause(storage.put(second, b"other").unwrap_err()).contains("other bytes"),
        "a name has its bytes for ever"
    );
    assert_eq!(open().get(second).unwrap(), b"second", "by every server");

    let many: Vec<AttachmentId> = (0..24).map(|_| new_id()).collect();
    std::thread::scope(|scope| {
        for (n, id) in many.iter().enumerate() {
            let storage = storage.clone();
            scope.spawn(move || storage.put(*id, &bytes(1000 + n)).unwrap());
        }
    });
    for (n, id) in many.iter().enumerate() {
        assert_eq!(storage.get(*id).unwrap(), bytes(1000 + n), "many at once");
    }
}

#[test]
fn a_folder_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("not/there/yet");
    keeps_its_promises(|| Storage::Folder(path.clone()));
    let mut kept = 0;
    for inner in std::fs::read_dir(&path).unwrap() {
        for file in std::fs::read_dir(inner.unwrap().path()).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            assert!(name.len() == 32, "{name}: only whole files");
            kept += 1;
        }
    }
    assert_eq!(kept, 26);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("files"), "a file in the way").unwrap();
    let storage = Storage::Folder(folder.path().join("files"));
    cause(storage.put(new_id(), b"x").unwrap_err());
}

#[test]
fn a_bucket_keeps_its_promises() {
    let bucket = Bucket::start();
    keeps_its_promises(|| bucket.storage());
}

#[test]
fn a_bucket_that_is_away_comes_back_with_everything() {
    let bucket = Bucket::start();
    let storage = bucket.storage();
    let (before, meanwhile) = (new_id(), new_id());
    storage.put(before, b"before").unwrap();
    bucket.stop();
    assert!(
        matches!(storage.get(before), Err(AppError::Busy)),
        "try again, not: gone"
    );
    assert!(matches!(storage.put(meanwhile, b"meanwhile"), Err(AppError::Busy)));
    bucket.start_again();
    assert_eq!(storage.get(before).unwrap(), b"before");
    assert!(matches!(storage.get(meanwhile), Err(AppError::NotFound)));
    storage.put(meanwhile, b"meanwhile").unwrap();
    bucket.start_again();
    assert_eq!(storage.get(meanwhile).unwrap(), b"meanwhile");
}

#[test]
fn a_wrong_key_or_bucket_is_told_in_the_log() {
    let bucket = Bucket::start();
    let id = new_id();
    let mut address = bucket.address();
    address.secret_key = Secret::new("not-the-secret");
    let log = cause(bucket::storage(address).put(id, b"x").unwrap_err());
    assert!(
        log.starts_with("the S3 storage refuses this access (s3_access_key, s3_secret_key): "),
        "{log}"
    );
    assert!(!log.contains("not-the-secret"), "{log}");
    let mut address = bucket.address();
    address.access_key = "nobody".into();
    let log = cause(bucket::storage(address).put(id, b"x").unwrap_err());
    assert!(log.contains("s3_access_key"), "{log}");
    let mut address = bucket.address();
    address.bucket = "elsewhere".into();
    let log = cause(bucket::storage(address).put(id, b"x").unwrap_err());
    assert!(log.contains("s3_bucket"), "{log}");
    // nothing came of it
    assert!(matches!(bucket.storage().get(id), Err(AppError::NotFound)));
}

#[test]
fn a_storage_that_has_too_much_to_do_is_busy() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = [0; 4096];
            let _ = stream.read(&mut asked).unwrap();
            let slow = "<Error><Code>SlowDown</Code></Error>";
            let head = "HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length:";
            write!(stream, "{head} {}\r\n\r\n{slow}", slow.len()).unwrap();
        }
    });
    let bucket = Bucket::start();
    let mut address = bucket.address();
    address.endpoint = endpoint;
    assert!(matches!(bucket::storage(address).get(new_id()), Err(AppError::Busy)));
}
