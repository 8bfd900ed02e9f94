//! The command line: one file a command; all printing lives here.
//!
//! Specification: `docs/architecture.md`, "Command line". Takes the environment that `main` hands in (clock,
//! arguments, folders, language); gives an exit code: 0 it holds or one answer, 1 it does not hold, 2 it
//! could not be done, 3 nothing in force, 4 undetermined or several.

mod answer;
mod answer_json;
mod archive_args;
mod archived;
mod certificate;
mod certificate_pdf;
mod certificate_told;
mod deadlines;
mod dispute;
mod due;
mod event;
mod help;
mod help_de;
mod history;
mod in_force;
mod in_force_range;
mod out;
mod pdf;
mod pdf_begins;
mod pdf_seal;
mod pdf_unknown;
mod prove;
mod remember;
mod rendition;
mod report;
mod told;
#[cfg(feature = "author")]
mod unlock;
mod verify;
mod witnessed;

#[cfg(feature = "author")]
mod adopt;
#[cfg(feature = "author")]
mod amending;
#[cfg(feature = "author")]
mod approve;
#[cfg(feature = "author")]
mod approve_key;
#[cfg(feature = "author")]
mod attach;
#[cfg(feature = "author")]
mod authority;
#[cfg(feature = "author")]
mod awaiting;
#[cfg(feature = "author")]
mod bad_material;
#[cfg(feature = "author")]
mod change;
#[cfg(feature = "author")]
mod charter;
#[cfg(feature = "author")]
mod charter_amend;
#[cfg(feature = "author")]
mod charter_asked;
#[cfg(feature = "author")]
mod charter_brings;
#[cfg(feature = "author")]
mod charter_change;
#[cfg(feature = "author")]
mod charter_follows;
#[cfg(feature = "author")]
mod charter_told;
#[cfg(feature = "author")]
mod check;
#[cfg(feature = "author")]
mod commit;
#[cfg(feature = "author")]
mod correct;
#[cfg(feature = "author")]
mod cosign;
#[cfg(feature = "author")]
mod edition;
#[cfg(feature = "author")]
mod effect;
#[cfg(feature = "author")]
mod elsewhere;
#[cfg(feature = "author")]
mod given;
#[cfg(feature = "author")]
mod init;
#[cfg(feature = "author")]
mod key;
#[cfg(feature = "author")]
mod key_change;
#[cfg(feature = "author")]
mod key_import;
#[cfg(feature = "author")]
mod key_list;
#[cfg(feature = "author")]
mod key_names;
#[cfg(feature = "author")]
mod lacking;
#[cfg(feature = "author")]
mod leave;
#[cfg(feature = "author")]
mod links;
#[cfg(feature = "author")]
mod materials;
#[cfg(feature = "author")]
mod moving;
#[cfg(feature = "author")]
mod new;
#[cfg(feature = "author")]
mod no_change;
#[cfg(feature = "author")]
mod no_move;
#[cfg(feature = "author")]
mod not_of;
#[cfg(feature = "author")]
mod not_signed;
#[cfg(feature = "author")]
mod past;
#[cfg(feature = "author")]
mod pdf_file;
#[cfg(feature = "author")]
mod pending;
#[cfg(feature = "author")]
mod private_file;
#[cfg(feature = "author")]
mod proposed;
#[cfg(feature = "author")]
mod rebuild;
#[cfg(feature = "author")]
mod record_key;
#[cfg(feature = "author")]
mod recovery;
#[cfg(feature = "author")]
mod reject;
#[cfg(feature = "author")]
mod render;
#[cfg(feature = "author")]
mod review;
#[cfg(feature = "author")]
mod review_draft;
#[cfg(feature = "author")]
mod rulings;
#[cfg(feature = "author")]
mod same_text;
#[cfg(feature = "author")]
mod schema;
#[cfg(feature = "author")]
mod seal_files;
#[cfg(feature = "author")]
mod sealing;
#[cfg(feature = "author")]
mod secret;
#[cfg(feature = "author")]
mod session;
#[cfg(feature = "author")]
mod setting;
#[cfg(feature = "author")]
mod sheet;
#[cfg(feature = "author")]
mod sign;
#[cfg(feature = "slip")]
mod slip;
#[cfg(feature = "slip")]
mod slip_told;
#[cfg(feature = "author")]
mod stamp;
#[cfg(feature = "author")]
mod template;
#[cfg(feature = "author")]
mod translate;
#[cfg(feature = "author")]
mod translation;
#[cfg(feature = "author")]
mod withhold;
#[cfg(feature = "author")]
mod workspace;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Instant;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::base::Lang;
use out::{Failure, Out};

/// What the program is told by the system; `main` fills it, nothing below asks again.
#[derive(Debug, Clone)]
pub struct Env {
    /// The arguments, with the program's name first.
    pub args: Vec<OsString>,
    /// The current folder.
    pub cwd: PathBuf,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// What the clock says later, when somebody was waited for.
    pub clock: Clock,
    /// Whether the clock was set by hand (`INKRAFT_NOW`).
    pub clock_set: bool,
    /// The language of the user.
    pub lang: Lang,
    /// Where the program keeps what it remembers, outside any archive.
    pub state: Option<PathBuf>,
    /// The socket of the user's ssh-agent.
    pub ssh_agent: Option<PathBuf>,
    /// Whether standard error is a terminal: then progress is shown.
    pub terminal: bool,
    /// Whether colour is wanted on standard error.
    pub color: bool,
}

/// The clock from the program's start on: what it said then, and how much time has passed.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub at_start: i64,
    /// The same moment, on a clock that nobody sets.
    pub started: Instant,
}

impl Clock {
    /// What it says now, in seconds since 1970-01-01T00:00:00Z.
    pub fn now(self) -> i64 {
        let passed = i64::try_from(self.started.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.at_start.saturating_add(passed)
    }
}

/// Which of the two programs this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// `inkraft`: everything this build can do.
    Inkraft,
    /// `inkraft-verify`: the reading commands only.
    Verify,
}

/// Verify signed policy records and tell which version was in force on which day
///
/// The reading commands of inkraft: no network, no key; nothing is written but the file that prove is asked for, and what verify remembers for the next time.
#[derive(Debug, Parser)]
#[command(name = "inkraft-verify", version, propagate_version = false, disable_help_subcommand = true)]
struct Reader {
    #[command(subcommand)]
    command: Reading,
    #[command(flatten)]
    global: Global,
}

/// Sign and archive policies, and prove which version was in force on which day
///
/// Each version becomes a PDF that an officer signs and that is appended to a log which nobody can rewrite unnoticed. Anybody can verify it and ask, without network and without a key.
#[cfg(feature = "author")]
#[derive(Debug, Parser)]
#[command(
    name = "inkraft",
    version,
    propagate_version = false,
    disable_help_subcommand = true,
    after_help = "To begin: init, new, check, preview, sign, verify; then in-force and attach.\nEvery command tells more with --help."
)]
struct Full {
    #[command(subcommand)]
    command: Everything,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, clap::Args)]
struct Global {
    /// Language of messages, de or en (default: that of the system)
    #[arg(long, global = true, value_name = "LANG", value_parser = ["de", "en"])]
    lang: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Reading {
    Verify(verify::Args),
    InForce(in_force::Args),
    History(history::Args),
    Prove(prove::Args),
    Due(due::Args),
    #[cfg(feature = "slip")]
    Slip(slip::Args),
}

#[cfg(feature = "author")]
#[derive(Debug, Subcommand)]
enum Everything {
    Init(init::Args),
    New(new::Args),
    Check(check::Args),
    Preview(check::PreviewArgs),
    Template(template::Args),
    Schema(schema::Args),
    Sign(sign::Args),
    Translate(translate::Args),
    Correct(correct::Args),
    Rendition(correct::RenditionArgs),
    Effect(Box<effect::Args>),
    Repeal(change::RepealArgs),
    Withdraw(change::WithdrawArgs),
    Withhold(withhold::Args),
    Review(review::Args),
    Pending(pending::Args),
    Approve(approve::Args),
    Reject(reject::Args),
    Stamp(stamp::Args),
    Cosign(cosign::Args),
    #[command(flatten)]
    Reading(Reading),
    Attach(attach::Args),
    Key(key::Args),
    Charter(charter::Args),
    Acknowledge(rulings::AcknowledgeArgs),
    Confirm(rulings::ConfirmArgs),
    Void(rulings::VoidArgs),
}

/// Runs a program; gives its exit code.
pub fn run(program: Program, env: &Env) -> u8 {
    let lang = language(env);
    let mut out = Out::new(lang, env.color, &env.cwd);
    if env.clock_set {
        out.clock_was_set();
    }
    let done = match program {
        Program::Verify => parse::<Reader>(env, lang, &mut out).and_then(|p| read(p.command, env, &mut out)),
        #[cfg(feature = "author")]
        Program::Inkraft => parse::<Full>(env, lang, &mut out).and_then(|p| write(p.command, env, &mut out)),
        #[cfg(not(feature = "author"))]
        Program::Inkraft => parse::<Reader>(env, lang, &mut out).and_then(|p| read(p.command, env, &mut out)),
    };
    match done {
        Ok(code) => code,
        Err(failure) => out.failure(&failure),
    }
}

fn read(command: Reading, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    match command {
        Reading::Verify(args) => verify::run(args, env, out),
        Reading::InForce(args) => in_force::run(args, env, out),
        Reading::History(args) => history::run(args, env, out),
        Reading::Prove(args) => prove::run(args, env, out),
        Reading::Due(args) => due::run(args, env, out),
        #[cfg(feature = "slip")]
        Reading::Slip(args) => slip::run(args, env, out),
    }
}

#[cfg(feature = "author")]
fn write(command: Everything, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    match command {
        Everything::Init(args) => init::run(args, env, out),
        Everything::New(args) => new::run(args, env, out),
        Everything::Check(args) => check::run(args, env, out),
        Everything::Preview(args) => check::preview(args, env, out),
        Everything::Template(args) => template::run(args, env, out),
        Everything::Sign(args) => sign::run(args, env, out),
        Everything::Translate(args) => translate::run(args, env, out),
        Everything::Correct(args) => correct::run(args, env, out),
        Everything::Rendition(args) => correct::rendition(args, env, out),
        Everything::Effect(args) => effect::run(*args, env, out),
        Everything::Repeal(args) => change::repeal(args, env, out),
        Everything::Withdraw(args) => change::withdraw(args, env, out),
        Everything::Withhold(args) => withhold::run(args, env, out),
        Everything::Review(args) => review::run(args, env, out),
        Everything::Pending(args) => pending::run(args, env, out),
        Everything::Approve(args) => approve::run(args, env, out),
        Everything::Reject(args) => reject::run(args, env, out),
        Everything::Stamp(args) => stamp::run(args, env, out),
        Everything::Cosign(args) => cosign::run(args, env, out),
        Everything::Reading(reading) => read(reading, env, out),
        Everything::Attach(args) => attach::run(args, env, out),
        Everything::Key(args) => key::run(args, env, out),
        Everything::Charter(args) => charter::run(args, env, out),
        Everything::Acknowledge(args) => rulings::acknowledge(args, env, out),
        Everything::Confirm(args) => rulings::confirm(args, env, out),
        Everything::Void(args) => rulings::void(args, env, out),
        Everything::Schema(args) => schema::run(args, env, out),
    }
}

/// The language that `--lang` asks for, wherever it stands, so that help and usage errors speak it too.
fn language(env: &Env) -> Lang {
    let mut args = env.args.iter().filter_map(|a| a.to_str());
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("de") => return Lang::De,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    env.lang
}

fn parse<P: CommandFactory + FromArgMatches>(env: &Env, lang: Lang, out: &mut Out) -> Result<P, Failure> {
    let command = help::localise(P::command(), lang);
    let parsed = command.try_get_matches_from(&env.args).and_then(|mut m| P::from_arg_matches_mut(&mut m));
    parsed.map_err(|e| match e.kind() {
        clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion => {
            out.say(e.render().to_string().trim_end());
            Failure::silent(0)
        }
        clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            out.warn(e.render().to_string().trim_end());
            Failure::silent(2)
        }
        _ => Failure::usage(help::usage_error(&e, lang)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_on_while_a_person_is_waited_for() {
        let started = Instant::now().checked_sub(std::time::Duration::from_secs(400)).unwrap();
        let clock = Clock { at_start: 1_000, started };
        assert!((1_400..1_460).contains(&clock.now()), "{}", clock.now());
    }

    #[test]
    fn every_command_and_argument_has_a_german_text() {
        assert_eq!(help::missing(&Reader::command()), Vec::<String>::new());
        #[cfg(feature = "author")]
        assert_eq!(help::missing(&Full::command()), Vec::<String>::new());
    }

    /// Other users see the arguments of a program: a passphrase is never one, only where to read it.
    #[cfg(feature = "author")]
    #[test]
    fn no_argument_is_a_passphrase() {
        fn walk(command: &clap::Command, found: &mut Vec<String>) {
            found.extend(command.get_arguments().map(|a| a.get_id().to_string()));
            command.get_subcommands().for_each(|c| walk(c, found));
        }
        let mut found = Vec::new();
        walk(&Full::command(), &mut found);
        found.retain(|id| ["pass", "pin", "secret"].iter().any(|word| id.contains(word)));
        found.sort();
        found.dedup();
        assert_eq!(
            found,
            [
                "new_passphrase_file",
                "p12_passphrase_fd",
                "p12_passphrase_file",
                "passphrase_fd",
                "passphrase_file",
                "seal_passphrase_file"
            ]
        );
    }

    #[test]
    fn the_command_trees_are_sound() {
        Reader::command().debug_assert();
        #[cfg(feature = "author")]
        Full::command().debug_assert();
    }
}
