//! A small ssh-agent on this machine, which answers as it is told, and the real one. Needs Unix.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey};

/// How an agent behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As it should.
    Signs,
    /// It lists the key and declines to sign.
    Refuses,
    /// It signs with another key.
    OtherKey,
    /// It signs another text.
    OtherText,
    /// Its signature is that of a security token.
    OtherKind,
    /// Its answer breaks off.
    Torn,
    /// Its answer claims to be of four gigabytes.
    Huge,
    /// It holds no key.
    Empty,
    /// It answers to whatever is asked with the list of keys.
    Confused,
    /// It never answers.
    Hangs,
}

/// An agent with one key; its thread ends with the test's process.
pub struct Agent {
    manner: Arc<Mutex<Manner>>,
    /// The line of its key's `.pub` file.
    pub line: String,
    /// How often it signed.
    pub signed: Arc<Mutex<usize>>,
}

impl Agent {
    /// Listens at this path.
    pub fn listen(socket: &Path) -> Self {
        let key = SigningKey::from_bytes(&[11; 32]);
        let line = format!("ssh-ed25519 {} test\n", Base64::encode_string(&blob(&key)));
        let listener = UnixListener::bind(socket).unwrap();
        let agent =
            Self { manner: Arc::new(Mutex::new(Manner::Signs)), line, signed: Arc::new(Mutex::new(0)) };
        let (manner, signed) = (agent.manner.clone(), agent.signed.clone());
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming().flatten() {
                let manner = *manner.lock().unwrap();
                match manner {
                    Manner::Hangs => held.push(stream),
                    _ => *signed.lock().unwrap() += usize::from(serve(stream, &key, manner)),
                }
            }
        });
        agent
    }

    /// Behaves so from now on.
    pub fn be(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat()
}

fn blob(key: &SigningKey) -> Vec<u8> {
    [string(b"ssh-ed25519"), string(key.verifying_key().as_bytes())].concat()
}

/// Answers one question; tells whether it signed.
fn serve(mut stream: UnixStream, key: &SigningKey, manner: Manner) -> bool {
    let mut length = [0; 4];
    if stream.read_exact(&mut length).is_err() {
        return false;
    }
    let mut question = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut question).unwrap();
    let list = match manner {
        Manner::Empty => [&[12][..], &[0; 4]].concat(),
        _ => [&[12][..], &[0, 0, 0, 1], &string(&blob(key)), &string("schlüssel".as_bytes())].concat(),
    };
    let signs = question[0] == 13;
    let answer = match (signs, manner) {
        (false, _) | (true, Manner::Confused) => list,
        (true, Manner::Refuses) => vec![5],
        (true, _) => {
            // The key, then the text, then flags, which are none.
            assert!(question[1..].starts_with(&string(&blob(key))) && question.ends_with(&[0; 4]));
            let text = &question[1 + 4 + 51 + 4..question.len() - 4];
            let signature = match manner {
                Manner::OtherKey => SigningKey::from_bytes(&[12; 32]).sign(text),
                Manner::OtherText => key.sign(b"another text"),
                _ => key.sign(text),
            };
            let kind: &[u8] =
                if manner == Manner::OtherKind { b"sk-ssh-ed25519@openssh.com" } else { b"ssh-ed25519" };
            [&[14][..], &string(&[string(kind), string(&signature.to_bytes())].concat())].concat()
        }
    };
    let mut answer = string(&answer);
    match manner {
        Manner::Torn if signs => answer.truncate(40),
        Manner::Huge if signs => answer[..4].fill(0xff),
        _ => {}
    }
    // Who is refused may not listen to the end.
    let _ = stream.write_all(&answer);
    signs
}

/// The real `ssh-agent` with a key of its own, if this machine has one; it ends when it is dropped.
pub struct OpenSsh {
    agent: Child,
    folder: PathBuf,
}

impl OpenSsh {
    /// Starts it, with its socket `agent` and the key `officer` in this folder.
    pub fn start(folder: &Path) -> Option<Self> {
        let socket = folder.join("agent");
        let mut agent = Command::new("ssh-agent");
        agent.arg("-D").arg("-a").arg(&socket).stdout(Stdio::null()).stderr(Stdio::null());
        let agent = Self { agent: agent.spawn().ok()?, folder: folder.to_owned() };
        for _ in 0..200 {
            if UnixStream::connect(&socket).is_ok() {
                agent.run("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-C", "erika", "-f", "officer"]);
                agent.run("ssh-add", &["-q", "officer"]);
                fs::remove_file(folder.join("officer")).unwrap();
                return Some(agent);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("ssh-agent does not listen");
    }

    /// Runs a program of OpenSSH's in the folder.
    pub fn run(&self, program: &str, args: &[&str]) {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.folder).env("SSH_AUTH_SOCK", self.folder.join("agent"));
        let done = command.output().unwrap();
        assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for OpenSsh {
    fn drop(&mut self) {
        let _ = self.agent.kill();
        let _ = self.agent.wait();
    }
}
