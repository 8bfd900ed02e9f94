//! Where a passphrase comes from: the terminal, a file, or an open descriptor.
//!
//! Specification: `docs/keys.md`, "Passphrases". Takes the options of a command; gives the passphrase
//! and, apart from it, a warning for the command to print. Never an argument or an environment
//! variable: both show in process lists and logs. What is typed is never echoed.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::out::{Failure, Out};
use crate::base::{Lang, lang, limits};
use crate::seal::{Passphrase, PassphraseError};

mod dumps;
mod error;
#[cfg(test)]
mod tests;

pub use error::{SecretError, SecretWarning};

/// A byte order mark, a passphrase, a line break, and one byte that is too many.
const LONGEST_LINE: usize = 3 + limits::PASSPHRASE + 2 + 1;

/// How often a passphrase can be typed until the right one comes.
const TRIES: u32 = 3;

/// What the commands share that open or make a private key.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct PassphraseSource {
    /// Read the passphrase from the first line of FILE
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_fd")]
    pub passphrase_file: Option<PathBuf>,

    /// Read the passphrase from the next line of the open file descriptor N
    #[arg(long, value_name = "N")]
    pub passphrase_fd: Option<u32>,
}

/// A passphrase, and what its owner should hear about the place it came from.
#[derive(Debug)]
pub struct Given {
    /// The passphrase.
    pub passphrase: Passphrase,
    /// To be printed beside, never instead.
    pub warning: Option<SecretWarning>,
}

impl PassphraseSource {
    /// Whether nobody has to type it.
    pub fn is_given(&self) -> bool {
        self.passphrase_file.is_some() || self.passphrase_fd.is_some()
    }

    /// Whether it is in a file, where it is the same each time it is read.
    pub fn is_file(&self) -> bool {
        self.passphrase_file.is_some()
    }

    /// The passphrase of a key that exists; asks with `prompt` if no option says where it is.
    pub fn read(&self, prompt: &str) -> Result<Given, SecretError> {
        self.read_with(prompt, &mut ask)
    }

    /// The passphrase of a key that is about to be made: of eight characters or more, asked twice.
    pub fn read_new(&self, prompt: &str, lang: Lang) -> Result<Given, SecretError> {
        self.read_new_with(prompt, lang, &mut ask)
    }

    /// Reads the passphrase of keys that exist, and opens them with it.
    ///
    /// A wrong one that was typed is asked for again, up to three times in all; one from a file or a descriptor is not.
    pub fn open<T>(
        &self,
        prompt: &str,
        out: &mut Out,
        open: impl FnMut(&Passphrase) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.open_with(prompt, out, open, &mut ask)
    }

    /// What was tried with the passphrase of other keys: where that is wrong, it asks for one for this file.
    ///
    /// A file's first line would be the same again: then the failure stands.
    pub fn open_else<T>(
        &self,
        tried: Result<T, Failure>,
        shown: &Path,
        out: &mut Out,
        open: impl FnMut(&Passphrase) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match tried {
            Err(failure) if failure.is_wrong_passphrase() && !self.is_file() => {
                let name = shown.display();
                let prompt = lang::say!(out.lang, "Passphrase für {name}: ", "Passphrase for {name}: ");
                self.open(&prompt, out, open)
            }
            done => done,
        }
    }

    fn open_with<T>(
        &self,
        prompt: &str,
        out: &mut Out,
        mut open: impl FnMut(&Passphrase) -> Result<T, Failure>,
        ask: Ask,
    ) -> Result<T, Failure> {
        let mut tries = 0;
        loop {
            let given = self.read_with(prompt, ask)?;
            if let Some(warning) = &given.warning {
                out.warning(warning);
            }
            tries += 1;
            match open(&given.passphrase) {
                Err(failure) if failure.is_wrong_passphrase() && !self.is_given() && tries < TRIES => {
                    out.passed_over(&failure);
                }
                done => return done,
            }
        }
    }

    fn read_with(&self, prompt: &str, ask: Ask) -> Result<Given, SecretError> {
        dumps::forbid();
        let (passphrase, warning) = match (&self.passphrase_file, self.passphrase_fd) {
            (Some(path), _) => from_file(path)?,
            (None, Some(n)) => (from_descriptor(n)?, None),
            (None, None) => (Passphrase::new(&ask(prompt)?).map_err(SecretError::Passphrase)?, None),
        };
        Ok(Given { passphrase, warning })
    }

    fn read_new_with(&self, prompt: &str, lang: Lang, ask: Ask) -> Result<Given, SecretError> {
        let given = self.read_with(prompt, ask)?;
        given.passphrase.check_for_new_key().map_err(SecretError::Passphrase)?;
        if !self.is_given() {
            let again = ask(&lang::say!(lang, "Noch einmal: ", "Once more: "))?;
            if !Passphrase::new(&again).is_ok_and(|p| p.is(&given.passphrase)) {
                return Err(SecretError::Differ);
            }
        }
        Ok(given)
    }
}

/// Shows a prompt and gives what was typed.
type Ask<'a> = &'a mut dyn FnMut(&str) -> Result<Zeroizing<String>, SecretError>;

/// Asks on the terminal itself, so that standard input and output may be redirected.
///
/// Whole lines with the system's own editing, but neither echo nor signals; Ctrl-C ends the line
/// like Enter, so that the terminal can be put back before the command ends.
#[cfg(unix)]
fn ask(prompt: &str) -> Result<Zeroizing<String>, SecretError> {
    use std::io::Write as _;

    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

    const CTRL_C: u8 = 3;
    let failed = |e: io::Error| SecretError::NoTerminal { error: e.to_string() };
    let mut terminal = File::options().read(true).write(true).open("/dev/tty").map_err(failed)?;
    let before = tcgetattr(&terminal).map_err(|e| failed(e.into()))?;
    let mut hidden = before.clone();
    hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ISIG);
    hidden.local_modes.insert(LocalModes::ICANON);
    hidden.special_codes[SpecialCodeIndex::VEOL] = CTRL_C;
    tcsetattr(&terminal, OptionalActions::Now, &hidden).map_err(|e| failed(e.into()))?;
    let line = terminal
        .write_all(prompt.as_bytes())
        .and_then(|()| read_line(&mut terminal, |byte| byte == b'\n' || byte == CTRL_C));
    // What was typed too much is thrown away: it must not reach the shell.
    let restored = tcsetattr(&terminal, OptionalActions::Flush, &before);
    terminal.write_all(b"\n").map_err(failed)?;
    restored.map_err(|e| failed(e.into()))?;
    let line = line.map_err(failed)?;
    match line.last() {
        None | Some(&CTRL_C) => Err(SecretError::Cancelled),
        _ => text(&line, "/dev/tty").map(|t| Zeroizing::new(t.to_owned())),
    }
}

#[cfg(not(unix))]
fn ask(prompt: &str) -> Result<Zeroizing<String>, SecretError> {
    rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|e| match e.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => SecretError::Cancelled,
        _ => SecretError::NoTerminal { error: e.to_string() },
    })
}

fn from_file(path: &Path) -> Result<(Passphrase, Option<SecretWarning>), SecretError> {
    let place = path.display().to_string();
    let file = File::open(path).map_err(|e| SecretError::io(&place, &e))?;
    let warning = others_may_read(&file).then(|| SecretWarning::OthersMayRead { path: path.to_owned() });
    Ok((first_line(file, &place)?, warning))
}

#[cfg(unix)]
fn others_may_read(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o044 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &File) -> bool {
    false
}

#[cfg(unix)]
fn from_descriptor(n: u32) -> Result<Passphrase, SecretError> {
    let path = format!("/dev/fd/{n}");
    let file = File::open(&path).map_err(|e| SecretError::io(&path, &e))?;
    first_line(file, &path)
}

#[cfg(not(unix))]
fn from_descriptor(_: u32) -> Result<Passphrase, SecretError> {
    Err(SecretError::NoDescriptors)
}

/// The passphrase on the next line of a file.
fn first_line(mut file: File, place: &str) -> Result<Passphrase, SecretError> {
    if file.is_terminal() {
        return Err(SecretError::IsTerminal { place: place.to_owned() });
    }
    let line = read_line(&mut file, |byte| byte == b'\n').map_err(|e| SecretError::io(place, &e))?;
    let text = text(&line, place)?;
    // Editors on Windows put this mark before the text; nobody types it.
    Passphrase::new(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(SecretError::Passphrase)
}

/// A line with its end. Reads byte by byte, so that what follows in a pipe stays there and no buffer
/// keeps a copy; stops a little above the longest passphrase, which then says that it is too long.
fn read_line(file: &mut File, is_end: impl Fn(u8) -> bool) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST_LINE));
    let mut byte = Zeroizing::new([0]);
    while line.len() < LONGEST_LINE && !line.last().is_some_and(|b| is_end(*b)) {
        match file.read(&mut *byte) {
            Ok(0) => break,
            Ok(_) => line.push(byte[0]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(line)
}

fn text<'a>(line: &'a [u8], place: &str) -> Result<&'a str, SecretError> {
    if line.len() >= LONGEST_LINE {
        return Err(SecretError::Passphrase(PassphraseError::TooLong)); // perhaps cut within a character
    }
    str::from_utf8(line).map_err(|_| SecretError::NotText { place: place.to_owned() })
}
