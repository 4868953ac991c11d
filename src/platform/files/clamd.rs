//! Asks ClamAV's daemon about a file: it is sent in pieces (INSTREAM), and the answer is one line.
//!
//! Whoever sets a scanner wants every file looked at: where it cannot be asked, nothing is taken.

use crate::base::said::Said;
use crate::platform::error::{AppError, AppResult};
use std::str::FromStr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// The bytes of a piece.
const PIECE: usize = 64 * 1024;
/// The most bytes of an answer.
const ANSWER: u64 = 4_096;
/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the daemon listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// Host and port.
    Tcp(String),
    /// A socket of this machine.
    Unix(String),
}

impl FromStr for Clamd {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("unix:") {
            Some(path) if path.starts_with('/') && cfg!(unix) => Ok(Self::Unix(path.into())),
            None if text
                .rsplit_once(':')
                .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok()) =>
            {
                Ok(Self::Tcp(text.into()))
            }
            _ => Err("has to be host:port, or unix: and the path of a socket".into()),
        }
    }
}

impl Clamd {
    /// Lets a file pass, or says why not.
    ///
    /// # Errors
    /// Refused with a sentence when something was found in it, or when the daemon could not be asked.
    pub async fn check(&self, name: &str, bytes: &[u8]) -> AppResult<()> {
        let answer = match tokio::time::timeout(PATIENCE, self.ask(bytes)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer in time".into(),
        };
        let answer = answer.trim_end_matches(['\0', '\n']).trim();
        let said = |key: &str| AppError::Refused(Said::new(key).with("name", name));
        if answer == "stream: OK" {
            Ok(())
        } else if answer.starts_with("stream: ") && answer.ends_with(" FOUND") {
            tracing::warn!(answer, "a file was refused by the virus scanner");
            Err(said("file-infected"))
        } else {
            tracing::error!(answer, "the virus scanner did not look at a file");
            Err(said("file-not-scanned"))
        }
    }

    async fn ask(&self, bytes: &[u8]) -> std::io::Result<String> {
        match self {
            Self::Tcp(address) => send(TcpStream::connect(address).await?, bytes).await,
            #[cfg(unix)]
            Self::Unix(path) => send(tokio::net::UnixStream::connect(path).await?, bytes).await,
            #[cfg(not(unix))]
            Self::Unix(_) => Err(std::io::ErrorKind::Unsupported.into()),
        }
    }
}

async fn send(mut to: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> std::io::Result<String> {
    to.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(PIECE) {
        let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        to.write_all(&length.to_be_bytes()).await?;
        to.write_all(piece).await?;
    }
    to.write_all(&0_u32.to_be_bytes()).await?;
    to.flush().await?;
    let mut answer = String::new();
    to.take(ANSWER).read_to_string(&mut answer).await?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_port_or_a_socket() {
        assert_eq!("clamav:3310".parse(), Ok(Clamd::Tcp("clamav:3310".into())));
        assert_eq!("unix:/run/clamd.ctl".parse(), Ok(Clamd::Unix("/run/clamd.ctl".into())));
        for wrong in ["", "clamav", ":3310", "clamav:x", "unix:run", "/run/clamd.ctl"] {
            assert!(wrong.parse::<Clamd>().is_err(), "{wrong}");
        }
    }
}
