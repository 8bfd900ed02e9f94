//! The one place that asks the system: clock, arguments, folders, language, terminal.
//!
//! `INKRAFT_NOW` (a time with offset) sets the clock, for demonstrations and tests; every command says so.
//! `INKRAFT_STATE` moves the folder in which the program remembers checkpoints. `SSH_AUTH_SOCK` is where the user's
//! ssh-agent listens. No secret is taken from here (`docs/keys.md`, "Passphrases").

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::base::{Lang, Time};
use crate::cli::{self, Clock, Env, Program};

/// Runs a program in the environment of this process; gives its exit code.
#[allow(clippy::disallowed_methods, reason = "the one place that may ask the system")]
pub fn main_of(program: Program) -> u8 {
    let lang = sys_locale::get_locale().map_or(Lang::En, |l| Lang::of_locale(&l));
    let set = std::env::var("INKRAFT_NOW").ok();
    let clock = match &set {
        Some(text) => text.parse::<Time>().ok().map(Time::seconds),
        None => {
            SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_secs()).ok())
        }
    };
    let (Some(now), Ok(cwd)) = (clock, std::env::current_dir()) else {
        eprintln!("{}", lang.pick(
            "Fehler: die Uhr oder der aktuelle Ordner lässt sich nicht lesen (INKRAFT_NOW: JJJJ-MM-TTThh:mm:ss+hh:mm)",
            "error: the clock or the current folder cannot be read (INKRAFT_NOW: YYYY-MM-DDThh:mm:ss+hh:mm)",
        ));
        return 2;
    };
    let terminal = std::io::stderr().is_terminal();
    let env = Env {
        args: std::env::args_os().collect(),
        cwd,
        now,
        clock: Clock { at_start: now, started: Instant::now() },
        clock_set: set.is_some(),
        lang,
        state: state_folder(),
        ssh_agent: std::env::var_os("SSH_AUTH_SOCK")
            .filter(|s| cfg!(unix) && !s.is_empty())
            .map(PathBuf::from),
        terminal,
        color: terminal && std::env::var_os("NO_COLOR").is_none(),
    };
    cli::run(program, &env)
}

/// `$INKRAFT_STATE`, else the system's folder for what programs remember.
#[allow(clippy::disallowed_methods, reason = "the one place that may ask the system")]
fn state_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    folder("INKRAFT_STATE").or_else(|| {
        let base = if cfg!(windows) {
            folder("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            folder("HOME").map(|h| h.join("Library/Application Support"))
        } else {
            folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|h| h.join(".local/state")))
        };
        base.map(|b| b.join("inkraft"))
    })
}
