//! A real storage that speaks S3, in a process of its own: `web/tests/support/s3.mjs`.

use plumbline::platform::files::storage::Storage;
use plumbline::platform::settings::{BucketAddress, FilesStorage, Secret, Settings};
use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The storage, and the folder in which it keeps what it was given. It can be stopped and started again.
pub struct Bucket {
    folder: TempDir,
    port: u16,
    process: RefCell<Option<Child>>,
}

impl Bucket {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (process, port) = launch(folder.path(), 0);
        Self {
            folder,
            port,
            process: RefCell::new(Some(process)),
        }
    }

    /// Kills the process: it cannot tidy up.
    pub fn stop(&self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Starts it again, at the same address.
    pub fn start_again(&self) {
        self.stop();
        let (process, _) = launch(self.folder.path(), self.port);
        self.process.replace(Some(process));
    }

    pub fn address(&self) -> BucketAddress {
        BucketAddress {
            endpoint: format!("http://127.0.0.1:{}", self.port),
            bucket: "photos".into(),
            region: "us-east-1".into(),
            access_key: "S3RVER".into(),
            secret_key: Secret::new("S3RVER"),
            prefix: "plumbline".into(),
        }
    }

    pub fn storage(&self) -> Storage {
        storage(self.address())
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The storage at this address, as the program opens it.
pub fn storage(address: BucketAddress) -> Storage {
    let mut settings = Settings::for_tests().unwrap();
    settings.files_storage = FilesStorage::S3(address);
    Storage::of(&settings).unwrap()
}

fn launch(folder: &Path, port: u16) -> (Child, u16) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/tests/support/s3.mjs");
    let mut process = Command::new("node")
        .args([script.as_os_str(), folder.as_os_str()])
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("The tests of the S3 storage need Node.js 20 or newer: install it, and run `npm ci` in web/.");
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let port = line.trim().parse();
    let port = port.expect("The S3 storage of the tests did not start: run `npm ci` in web/, and see its words above.");
    (process, port)
}
