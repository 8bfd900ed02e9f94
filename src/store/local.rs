//! Asking a program on this machine: one bounded question over a Unix socket.
//!
//! Specification: draft-miller-ssh-agent, 3 (each message with its length before it, 32 bits, the highest first). Takes
//! the socket's path, what to ask, how much and how long to wait for; gives the answer's bytes. One connection for one
//! question; what the bytes mean is for others (`seal::agent`).

use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::base::{Lang, Say, lang};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LocalError {
    /// Nobody listens there: the socket, and what the system says.
    Connect(PathBuf, String),
    /// Nothing within the time: the seconds.
    Late(u64),
    /// An answer that is empty, or larger than it may be: its bytes.
    Size(u32),
    /// The answer broke off.
    Torn,
    /// It could not be asked: what the system says.
    Broken(String),
}

impl Say for LocalError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Connect(socket, why) => {
                let socket = socket.display();
                lang::say!(
                    lang,
                    "an {socket} antwortet niemand ({why})",
                    "nobody answers at {socket} ({why})"
                )
            }
            Self::Late(seconds) => lang::say!(
                lang,
                "binnen {seconds} Sekunden kam keine Antwort",
                "no answer came within {seconds} seconds"
            ),
            Self::Size(bytes) => lang::say!(
                lang,
                "eine Antwort von {bytes} Bytes wird nicht gelesen",
                "an answer of {bytes} bytes is not read"
            ),
            Self::Torn => lang::say!(lang, "die Antwort ist abgebrochen", "the answer broke off"),
            Self::Broken(why) => {
                lang::say!(lang, "die Verbindung ist gestört ({why})", "the connection is disturbed ({why})")
            }
        }
    }
}

lang::error_that_says!(LocalError);

/// Asks the program that listens at a socket; its answer has 1 to `limit` bytes.
///
/// `within` is for all of it. Connecting itself can wait for ever, which the system gives no limit for: so a thread does
/// it all, and is left to itself when the time is over.
pub fn ask_local(
    socket: &Path,
    question: Vec<u8>,
    limit: u32,
    within: Duration,
) -> Result<Vec<u8>, LocalError> {
    let (tell, told) = mpsc::sync_channel(1);
    let at = socket.to_owned();
    let asking = move || {
        let _ = tell.send(exchange(&at, &question, limit));
    };
    thread::Builder::new().spawn(asking).map_err(|e| LocalError::Broken(e.to_string()))?;
    told.recv_timeout(within).unwrap_or(Err(LocalError::Late(within.as_secs())))
}

fn exchange(socket: &Path, question: &[u8], limit: u32) -> Result<Vec<u8>, LocalError> {
    let no_one = |e: io::Error| LocalError::Connect(socket.to_owned(), e.to_string());
    let broken = |e: io::Error| match e.kind() {
        io::ErrorKind::UnexpectedEof => LocalError::Torn,
        _ => LocalError::Broken(e.to_string()),
    };
    let mut stream = UnixStream::connect(socket).map_err(no_one)?;
    let length = u32::try_from(question.len()).map_err(|_| LocalError::Size(u32::MAX))?;
    stream.write_all(&length.to_be_bytes()).and_then(|()| stream.write_all(question)).map_err(broken)?;
    let mut length = [0; 4];
    stream.read_exact(&mut length).map_err(broken)?;
    let length = u32::from_be_bytes(length);
    if !(1..=limit).contains(&length) {
        return Err(LocalError::Size(length));
    }
    let mut answer = vec![0; length as usize];
    stream.read_exact(&mut answer).map_err(broken)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    /// What is asked of a program that reads five bytes and writes these (`None`: it never does).
    fn ask(answer: Option<&'static [u8]>) -> Result<Vec<u8>, LocalError> {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let listener = UnixListener::bind(&socket).unwrap();
        let (done, wait) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut question = [0; 5];
                stream.read_exact(&mut question).unwrap();
                assert_eq!(question, *b"\0\0\0\x01?");
                match answer {
                    Some(bytes) => stream.write_all(bytes).unwrap(),
                    None => assert!(wait.recv().is_err()),
                }
            });
            let told = ask_local(
                &socket,
                b"?".to_vec(),
                8,
                Duration::from_secs(if answer.is_some() { 60 } else { 1 }),
            );
            drop(done);
            told
        })
    }

    #[test]
    fn one_whole_answer_of_a_bounded_size_is_given() {
        assert_eq!(ask(Some(b"\0\0\0\x03yes")).unwrap(), b"yes");
        assert_eq!(ask(Some(b"\0\0\0\x0812345678")).unwrap(), b"12345678");
        for (answer, size) in
            [(&b"\0\0\0\0"[..], 0), (b"\0\0\0\x09123456789", 9), (b"\xff\xff\xff\xff", u32::MAX)]
        {
            assert_eq!(ask(Some(answer)), Err(LocalError::Size(size)));
        }
        for torn in [&b""[..], b"\0\0\0", b"\0\0\0\x03ye"] {
            assert_eq!(ask(Some(torn)), Err(LocalError::Torn));
        }
    }

    #[test]
    fn nobody_is_waited_for_longer_than_said() {
        assert_eq!(ask(None), Err(LocalError::Late(1)));
        let nowhere = Path::new("/no/such/socket");
        let told = ask_local(nowhere, Vec::new(), 8, Duration::from_secs(60));
        assert!(matches!(told, Err(LocalError::Connect(path, _)) if path == nowhere));
    }
}
