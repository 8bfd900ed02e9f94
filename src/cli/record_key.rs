//! The keys that sign records: opened from their files, or held by the user's ssh-agent.
//!
//! Specification: `docs/keys.md`, "Keys in the ssh-agent". The agent is asked at the socket that the environment names
//! (`SSH_AUTH_SOCK`), on Unix only. Nothing secret comes from it: it gives signatures, which are checked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Env;
use super::out::Failure;
use super::workspace::{NoWorkspace, Workspace, key_file};
use crate::base::{Digest, Lang, Say, lang};
use crate::seal::agent::{self, BadAnswer};
use crate::seal::{Passphrase, SecretKey};
#[cfg(unix)]
use crate::store::{LocalError, ask_local};

/// How long an agent may take to say what it holds: some ask their user even for that.
const LISTING: Duration = Duration::from_secs(10);

/// How long it may take to sign: as long as a person needs to find the window that asks, and to think.
const SIGNING: Duration = Duration::from_secs(120);

/// A key that signs records.
#[derive(Debug)]
pub enum RecordKey {
    /// Opened from its file.
    File(SecretKey),
    /// In the ssh-agent, which signs.
    Agent(AgentKey),
}

impl RecordKey {
    /// The secret itself, where it was in a file.
    pub fn in_file(&self) -> Option<&SecretKey> {
        match self {
            Self::File(secret) => Some(secret),
            Self::Agent(_) => None,
        }
    }

    /// The signature of these bytes (RFC 8032). An agent may refuse, or its user.
    pub fn sign(&self, message: &[u8]) -> Result<[u8; 64], Failure> {
        match self {
            Self::File(secret) => Ok(secret.sign(message)),
            Self::Agent(key) => key.sign(message).map_err(Failure::new),
        }
    }
}

/// Who has the private half of an officer's key.
#[derive(Debug)]
pub enum Custody {
    /// It lies in `keys/private`.
    File,
    /// The ssh-agent.
    Agent(AgentKey),
    /// Nobody here.
    Nowhere(NoAgent),
}

impl Workspace {
    /// Who has the private half of this key: the file in `keys/private` goes before the ssh-agent.
    pub fn custody(&self, name: &str, public: &Digest, env: &Env) -> Custody {
        if self.private_path(&key_file(name, &self.config.origin)).exists() {
            return Custody::File;
        }
        AgentKey::find(env, public).map_or_else(Custody::Nowhere, Custody::Agent)
    }

    /// The key, ready to sign records; the passphrase is for one in a file.
    pub fn open_record_key(
        &self,
        name: &str,
        public: &Digest,
        custody: &Custody,
        passphrase: &Passphrase,
    ) -> Result<RecordKey, Failure> {
        match custody {
            Custody::File => self.open_key(name, public, passphrase).map(RecordKey::File),
            Custody::Agent(key) => Ok(RecordKey::Agent(key.clone())),
            Custody::Nowhere(why) => Err(self.no_record_key(name, why)),
        }
    }

    /// Neither a file nor the ssh-agent has the key.
    pub fn no_record_key(&self, name: &str, why: &NoAgent) -> Failure {
        let path = self.below(&self.private_path(&key_file(name, &self.config.origin)));
        NoWorkspace::NoKey(path, Some(why.clone())).into()
    }
}

impl From<SecretKey> for RecordKey {
    fn from(secret: SecretKey) -> Self {
        Self::File(secret)
    }
}

/// A key that the ssh-agent holds.
#[derive(Debug, Clone)]
pub struct AgentKey {
    socket: PathBuf,
    public: [u8; 32],
}

/// Why the ssh-agent does not help.
#[derive(Debug, Clone)]
pub enum NoAgent {
    /// The environment names none.
    NotSet,
    /// It does not hold the key.
    NotHeld,
    /// It gives no answer.
    #[cfg(unix)]
    Silent(LocalError),
    /// Its answer gives nothing.
    Answer(BadAnswer),
}

impl Say for NoAgent {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NotSet => lang::say!(
                lang,
                "es läuft kein ssh-agent (SSH_AUTH_SOCK ist nicht gesetzt)",
                "no ssh-agent is running (SSH_AUTH_SOCK is not set)"
            ),
            Self::NotHeld => lang::say!(
                lang,
                "der ssh-agent hat diesen Schlüssel nicht",
                "the ssh-agent does not hold this key"
            ),
            #[cfg(unix)]
            Self::Silent(e) => format!("ssh-agent: {}", e.fact(lang)),
            Self::Answer(e) => e.fact(lang),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NotSet | Self::NotHeld => Some(lang::say!(
                lang,
                "Den Schlüssel mit `ssh-add -c DATEI` in den ssh-agent laden; `ssh-add -L` zeigt, welche er hat.",
                "Load the key into the ssh-agent with `ssh-add -c FILE`; `ssh-add -L` shows which it has."
            )),
            #[cfg(unix)]
            Self::Silent(_) => Some(lang::say!(
                lang,
                "Mit `ssh-add -l` prüfen, ob der ssh-agent antwortet, und seine Rückfragen bestätigen.",
                "Check with `ssh-add -l` whether the ssh-agent answers, and confirm what it asks."
            )),
            Self::Answer(e) => e.advice(lang),
        }
    }
}

lang::error_that_says!(NoAgent);

impl AgentKey {
    /// The key with this public half, if the agent holds it.
    pub fn find(env: &Env, public: &Digest) -> Result<Self, NoAgent> {
        let socket = env.ssh_agent.clone().ok_or(NoAgent::NotSet)?;
        match held(&socket)?.contains(&public.0) {
            true => Ok(Self { socket, public: public.0 }),
            false => Err(NoAgent::NotHeld),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], NoAgent> {
        let answer = ask(&self.socket, agent::sign_request(&self.public, message), SIGNING)?;
        agent::parse_signature(&answer, &self.public, message).map_err(NoAgent::Answer)
    }
}

/// The Ed25519 keys that the agent holds; none if there is no agent.
pub fn in_agent(env: &Env) -> Result<Vec<[u8; 32]>, NoAgent> {
    env.ssh_agent.as_deref().map_or(Ok(Vec::new()), held)
}

fn held(socket: &Path) -> Result<Vec<[u8; 32]>, NoAgent> {
    agent::parse_list(&ask(socket, agent::list_request(), LISTING)?).map_err(NoAgent::Answer)
}

#[cfg(unix)]
fn ask(socket: &Path, question: Vec<u8>, within: Duration) -> Result<Vec<u8>, NoAgent> {
    ask_local(socket, question, agent::LIMIT, within).map_err(NoAgent::Silent)
}

#[cfg(not(unix))]
fn ask(_: &Path, _: Vec<u8>, _: Duration) -> Result<Vec<u8>, NoAgent> {
    Err(NoAgent::NotSet)
}
