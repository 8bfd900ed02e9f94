//! An append is safe: whatever fails, wherever, the archive verifies and the next append works.
//!
//! Specification: `docs/archive-format.md`, "Appending" and "After a crash". The real program runs under
//! strace, which makes one system call fail, or every one from there on, or kills the program before it, for
//! every call by which a command changes a file. Linux only; strace must be installed.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::four_eyes::{Need, Office, mail, waiting};
use crate::pki::P256;
use crate::site::{PASSPHRASE, Site, policy, snapshot, translation, words};
use crate::tsa::{Server, authority, berlin, real_now};

/// Calls that change files, or ask for the right to.
const CALLS: &str = "openat,?open,?creat,?mkdir,mkdirat,write,pwrite64,writev,ftruncate,fallocate,fsync,\
                     fdatasync,?rename,renameat,renameat2,?link,linkat,?unlink,unlinkat,?rmdir,fchmod,flock";

const SIGNING: &str = "--yes --passphrase-file ../passphrase";

/// A call that changes a file, as the dry run saw it.
#[derive(Debug, Clone)]
struct Call {
    /// Its name, and how many of that name there were so far, this one among them.
    name: String,
    nth: usize,
    /// How many there were of each name before.
    before: Vec<(String, usize)>,
    line: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The call fails.
    Once(&'static str),
    /// Every changing call fails from there on, clearing up too.
    FromThereOn,
    /// The program is killed at the call.
    Kill,
}

fn strace() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|p| p.join("strace")).find(|p| p.is_file());
    found.expect("strace is not installed; these tests inject faults with it (apt-get install strace)")
}

/// The same command under strace.
fn traced(command: &Command, options: &[String]) -> Command {
    let mut traced = Command::new(strace());
    traced.args(options).arg("--").arg(command.get_program()).args(command.get_args());
    traced.env_clear().envs(command.get_envs().filter_map(|(k, v)| Some((k, v?))));
    traced.current_dir(command.get_current_dir().unwrap()).stdin(std::process::Stdio::null());
    traced
}

/// Every changing call of a command on files below the site's folder, from a run that must succeed.
fn calls(site: &Site, command: &Command) -> Vec<Call> {
    let log = site.path("strace.log");
    let options = |more: &[&str]| {
        let mut all: Vec<String> = more.iter().map(|s| (*s).to_owned()).collect();
        all.extend(["-y", "-o"].map(str::to_owned));
        all.push(log.display().to_string());
        all.push(format!("--trace={CALLS}"));
        all
    };
    // Without -f only the main thread is seen, and counted when faults are injected.
    let done = traced(command, &options(&[])).output().unwrap();
    assert!(done.status.success(), "dry run: {}", said(&done));
    let text = fs::read_to_string(&log).unwrap();
    fs::remove_file(&log).unwrap();
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((name, _)) = line.split_once('(') else { continue };
        let before = counts.clone();
        match counts.iter_mut().find(|(n, _)| n == name) {
            Some((_, n)) => *n += 1,
            None => counts.push((name.to_owned(), 1)),
        }
        if changes(site, line) {
            let nth = counts.iter().find(|(n, _)| n == name).unwrap().1;
            found.push(Call { name: name.to_owned(), nth, before, line: line.to_owned() });
        }
    }
    found
}

fn changes(site: &Site, line: &str) -> bool {
    // Threads' calls may be logged in two halves; the first has the arguments.
    let opens = line.starts_with("open");
    !line.starts_with("<...")
        && line.contains(&site.path("").display().to_string())
        && (!opens || line.contains("O_CREAT"))
}

/// Runs the command with a fault at a call.
fn with_fault(site: &Site, command: &Command, call: &Call, fault: Fault) -> Output {
    let mut options: Vec<String> = vec!["-o".into(), "/dev/null".into(), format!("--trace={CALLS}")];
    let Call { name, nth, .. } = call;
    match fault {
        Fault::Once(error) => options.push(format!("--inject={name}:error={error}:when={nth}")),
        Fault::Kill => options.push(format!("--inject={name}:signal=KILL:when={nth}")),
        Fault::FromThereOn => {
            for other in ["write", "fsync", "renameat", "renameat2", "mkdir", "unlink", "rmdir", "flock"] {
                let before = call.before.iter().find(|(n, _)| n == other).map_or(0, |(_, n)| *n);
                options.push(format!("--inject=?{other}:error=EIO:when={}+", before + 1));
            }
        }
    }
    let done = traced(command, &options).output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(!told.contains("strace:"), "{}: {told}", site.path("").display());
    done
}

fn said(output: &Output) -> String {
    format!(
        "{:?}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// What `verify` says: entries, and notes on what an interrupted append left.
fn verified(site: &Site) -> Result<(u64, Vec<String>), String> {
    let done = site.command(&["verify", "--json"]).output().unwrap();
    let report: serde_json::Value =
        serde_json::from_slice(&done.stdout).map_err(|e| format!("{e}: {}", said(&done)))?;
    if done.status.code() != Some(0) || report["holds"] != true {
        return Err(format!("verify: {}", said(&done)));
    }
    let notes = report["findings"].as_array().unwrap().iter().map(|f| f.to_string()).collect();
    Ok((report["log"]["size"].as_u64().unwrap(), notes))
}

/// Verifies, without any note, and gives the number of entries.
pub fn entries(site: &Site) -> u64 {
    let (size, notes) = verified(site).unwrap();
    assert_eq!(notes, Vec::<String>::new());
    size
}

fn signing(site: &Site, line: &str) -> Command {
    site.command(&words(&format!("{line} {SIGNING}")))
}

/// Temporary files below a folder: of the archive, the stage, the memory.
fn torn(folder: PathBuf) -> Vec<PathBuf> {
    let all = snapshot(&folder).into_iter().map(|(p, _)| p);
    all.filter(|p| p.components().any(|c| c.as_os_str().to_string_lossy().starts_with(".inkraft-"))).collect()
}

/// Tries every pair of call and fault on a copy of the site of its own, on all cores.
fn sweep(what: &str, jobs: Vec<(Call, Fault)>, one: impl Fn(&Call, Fault) -> Result<(), String> + Sync) {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let started = std::time::Instant::now();
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((call, fault)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(e) = one(call, *fault) {
                        wrong.lock().unwrap().push(format!("{fault:?} at {}\n{e}", call.line));
                    }
                }
            });
        }
    });
    eprintln!("{what}: {} faults injected in {:?}", jobs.len(), started.elapsed());
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} faults:\n\n{}", wrong.len(), jobs.len(), wrong.join("\n\n"));
}

/// After a fault in `line`, the archive holds, and `then` can be appended.
fn append_survives(base: &Site, line: &str, then: &str, call: &Call, fault: Fault) -> Result<(), String> {
    let (old, left) = verified(base)?;
    let site = base.twin();
    let before = snapshot(&site.archive());
    let done = with_fault(&site, &signing(&site, line), call, fault);
    let (size, notes) = verified(&site).map_err(|e| format!("{e}\nafter {}", said(&done)))?;
    let expected: &[u64] = match (done.status.code(), fault) {
        (Some(0), Fault::Once(_) | Fault::FromThereOn) => &[old + 1],
        (Some(2), Fault::Once(_) | Fault::FromThereOn) => &[old],
        (None | Some(137), Fault::Kill) => &[old, old + 1],
        _ => return Err(format!("ended as it should not: {}", said(&done))),
    };
    if !expected.contains(&size) {
        return Err(format!("{size} entries, expected {expected:?}: {}", said(&done)));
    }
    let untouched = || snapshot(&site.archive()) == before;
    // A command that repaired first has made the archive tidier.
    if size == old && matches!(fault, Fault::Once(_)) && left.is_empty() && !untouched() {
        return Err(format!("the failed command left something behind {notes:?}: {}", said(&done)));
    }
    if fault == Fault::Once("ENOSPC") && size == old && !said(&done).contains("Platz schaffen") {
        return Err(format!("no advice: {}", said(&done)));
    }
    let next = signing(&site, then).output().unwrap();
    if !next.status.success() {
        return Err(format!("the next append: {}\nafter {}", said(&next), said(&done)));
    }
    match verified(&site)? {
        (after, notes) if after == size + 1 && notes.is_empty() && torn(site.path("")).is_empty() => Ok(()),
        (after, notes) => Err(format!("{after} entries, {notes:?}, {:?}", torn(site.path("")))),
    }
}

/// Each call with each fault that can befall it.
fn all_faults(calls: Vec<Call>) -> Vec<(Call, Fault)> {
    let mut jobs = Vec::new();
    for call in calls {
        let takes_space = ["write", "open", "mkdir"].iter().any(|n| call.name.starts_with(n));
        let full = takes_space.then_some(Fault::Once("ENOSPC"));
        let others = [Fault::Once("EIO"), Fault::FromThereOn, Fault::Kill];
        jobs.extend(full.into_iter().chain(others).map(|f| (call.clone(), f)));
    }
    jobs
}

const EFFECT: &str = "effect hausordnung --version 1 --from 2018-08-01";
const NEXT: &str = "effect hausordnung --version 1 --from 2018-08-02";
const TRANSLATE: &str = "translate hausordnung --to en";
const THIRD: &str = "effect hausordnung --version 1 --from 2018-08-03";

fn with_a_version() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    site.signed("sign hausordnung");
    site
}

#[test]
fn a_fault_at_any_call_of_an_append_loses_nothing() {
    let base = with_a_version();
    let dry = base.twin();
    let calls = calls(&dry, &signing(&dry, EFFECT));
    assert!(calls.len() > 40, "{calls:?}");
    assert_only_the_main_thread_writes(&base);
    sweep("effect", all_faults(calls), |call, fault| append_survives(&base, EFFECT, NEXT, call, fault));
}

/// Only calls of the main thread are counted, so no other may change files.
fn assert_only_the_main_thread_writes(base: &Site) {
    let site = base.twin();
    let log = site.path("strace.log");
    let options = ["-f", "-y", "-o", &log.display().to_string(), &format!("--trace={CALLS}")];
    let run = traced(&signing(&site, EFFECT), &options.map(str::to_owned)).output().unwrap();
    assert!(run.status.success(), "{}", said(&run));
    let text = fs::read_to_string(log).unwrap();
    let main = text.split_whitespace().next().unwrap();
    let others =
        text.lines().filter_map(|l| l.split_once(char::is_whitespace)).filter(|(pid, _)| *pid != main);
    let wrote: Vec<_> = others.filter(|(_, line)| changes(&site, line.trim())).collect();
    assert!(wrote.is_empty(), "{wrote:?}");
}

#[test]
fn a_fault_at_any_call_on_the_files_of_a_version_loses_nothing() {
    let base = Site::new();
    base.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    let dry = base.twin();
    let mut calls = calls(&dry, &signing(&dry, "sign hausordnung"));
    // The rest is done for every record.
    calls.retain(|c| c.line.contains("/policies"));
    assert!(calls.len() > 20, "{calls:?}");
    sweep("sign", all_faults(calls), |call, fault| {
        append_survives(&base, "sign hausordnung", "sign hausordnung --from 2018-07-26", call, fault)
    });
}

#[test]
fn a_fault_at_any_call_on_the_files_of_a_translation_loses_nothing() {
    let base = with_a_version();
    base.translation("hausordnung", "en", &translation("House rules"));
    let dry = base.twin();
    let mut calls = calls(&dry, &signing(&dry, TRANSLATE));
    calls.retain(|c| c.line.contains("/renditions"));
    assert!(calls.len() > 15, "{calls:?}");
    // The next one is another record, whose files would lie elsewhere: what is left of this one must not stay.
    sweep("translate", all_faults(calls), |call, fault| {
        append_survives(&base, TRANSLATE, EFFECT, call, fault)
    });
}

#[test]
fn a_fault_at_any_call_on_a_time_stamp_leaves_the_entry() {
    let pki = Arc::new(authority(P256));
    let server = Server::honest(Arc::clone(&pki), "tsa");
    let mut base = with_a_version();
    base.at(&berlin(real_now()));
    let config = base.path("regelwerk/inkraft.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(config, format!("{text}\n[stamp]\nurl = \"{}\"\n", server.url)).unwrap();
    let (line, then) = (&format!("{EFFECT} --accept-clock"), &format!("{NEXT} --accept-clock --no-stamp"));
    let dry = base.twin();
    let mut calls = calls(&dry, &signing(&dry, line));
    let published = calls.iter().rposition(|c| c.line.contains("archive/checkpoint\"")).unwrap();
    calls.drain(..=published);
    calls.retain(|c| c.line.contains("/checkpoints"));
    assert!(calls.len() > 4 && calls.iter().any(|c| c.line.contains("/3.tsr")), "{calls:?}");
    sweep("stamp", all_faults(calls), |call, fault| append_survives(&base, line, then, call, fault));
}

#[test]
fn a_fault_in_the_repair_of_an_interrupted_append_is_repaired() {
    let base = with_a_version();
    let dry = base.twin();
    let of_memory =
        |c: &&Call| c.name == "openat" && c.line.contains("/state/") && c.line.contains(".inkraft-");
    let committed = calls(&dry, &signing(&dry, EFFECT)).iter().find(of_memory).unwrap().clone();
    with_fault(&base, &signing(&base, EFFECT), &committed, Fault::Kill);
    // And what one that was interrupted earlier might leave.
    fs::write(base.archive().join("heads/4"), "x").unwrap();
    fs::write(base.archive().join(".inkraft-12345678"), "x").unwrap();
    fs::create_dir_all(base.archive().join("policies/andere/1/source")).unwrap();
    let (size, notes) = verified(&base).unwrap();
    assert_eq!((size, notes.len()), (3, 4), "{notes:?}");

    let dry = base.twin();
    let calls = calls(&dry, &signing(&dry, NEXT));
    let first = |c: &Call| c.name == "openat" && c.line.contains("archive/tile/entries");
    let repair = calls.iter().position(first).unwrap();
    let mut jobs = all_faults(calls[..repair].to_vec());
    jobs.retain(|(_, fault)| matches!(fault, Fault::FromThereOn | Fault::Kill));
    sweep("repair", jobs, |call, fault| append_survives(&base, NEXT, THIRD, call, fault));
}

const ROTATE: &str = "key rotate --archive";

#[test]
fn a_fault_at_any_call_on_a_new_key_leaves_none() {
    let base = with_a_version();
    let dry = base.twin();
    let mut calls = calls(&dry, &signing(&dry, ROTATE));
    calls.retain(|c| c.line.contains("/keys") || c.line.contains("/checkpoints"));
    assert!(calls.len() > 10, "{calls:?}");
    let mut jobs = all_faults(calls);
    // A temporary file that is left beside the keys is nobody's.
    jobs.retain(|(c, f)| matches!(f, Fault::Once(_)) || c.line.contains("/checkpoints"));
    sweep("rotate", jobs, |call, fault| append_survives(&base, ROTATE, NEXT, call, fault));
}

#[test]
fn a_failed_exchange_leaves_no_key_file() {
    let base = with_a_version();
    let dry = base.twin();
    let mut calls = calls(&dry, &signing(&dry, ROTATE));
    let created =
        |c: &Call| c.name == "openat" && (c.line.contains("/keys") || c.line.contains("/checkpoints/"));
    calls.retain(created);
    assert!(calls.len() >= 3, "{calls:?}");
    let jobs = calls.into_iter().map(|c| (c, Fault::Once("EIO"))).collect();
    sweep("rotate, keys", jobs, |call, fault| {
        let site = base.twin();
        let keys = snapshot(&site.path("regelwerk/keys"));
        let done = with_fault(&site, &signing(&site, ROTATE), call, fault);
        match (done.status.code(), snapshot(&site.path("regelwerk/keys")) == keys) {
            (Some(2), true) => Ok(()),
            other => Err(format!("{other:?}: {}", said(&done))),
        }
    });
}

const INIT: &str = "init regelwerk --publisher Musterkammer --origin muster.example/regelwerk \
                    --officer 'Erika Muster' --passphrase-file passphrase";

fn nothing_yet() -> Site {
    let site = Site::empty();
    fs::write(site.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    site
}

fn init(site: &Site) -> Command {
    let mut command = site.command(&words(INIT));
    command.current_dir(site.path(""));
    command
}

#[test]
fn a_fault_at_any_call_of_init_leaves_nothing_or_a_workspace() {
    let dry = nothing_yet();
    let calls = calls(&dry, &init(&dry));
    assert!(calls.len() > 60, "{calls:?}");
    let faults = [Fault::Once("EIO"), Fault::Kill];
    let mut jobs: Vec<_> = calls.into_iter().flat_map(|c| faults.map(|f| (c.clone(), f))).collect();
    // Killed at an fsync, the files are as if killed at the call after it.
    jobs.retain(|(c, f)| *f != Fault::Kill || c.name != "fsync");
    sweep("init", jobs, |call, fault| {
        let site = nothing_yet();
        let before = snapshot(&site.path(""));
        let done = with_fault(&site, &init(&site), call, fault);
        let made = site.path("regelwerk/inkraft.toml").exists();
        match (done.status.code(), fault) {
            (Some(0), Fault::Once(_)) if made => {}
            (Some(2), Fault::Once(_)) if !made => {
                let left = snapshot(&site.path(""));
                // When removing is what fails, the next one removes it.
                if left != before && !call.name.starts_with("unlink") && !call.name.starts_with("rmdir") {
                    let left: Vec<_> = left.iter().map(|(p, _)| p).collect();
                    return Err(format!("left behind {left:?}: {}", said(&done)));
                }
            }
            (None | Some(137), Fault::Kill) => {}
            _ => return Err(format!("made: {made}, {}", said(&done))),
        }
        if !made {
            let again = init(&site).output().unwrap();
            // What is remembered of an archive that never was stays: nobody will ask for it.
            if !again.status.success() || !torn(site.path("regelwerk")).is_empty() {
                return Err(format!("again: {}\nafter {}", said(&again), said(&done)));
            }
        }
        match verified(&site)? {
            (1, notes) if notes.is_empty() => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}

/// What waits at a machine is whole, or nothing waits.
fn whole_or_none(site: &Site) -> Result<usize, String> {
    let folder = site.path("regelwerk/pending");
    let names: Vec<_> = snapshot(&folder)
        .into_iter()
        .filter(|(p, _)| p.extension().is_some_and(|e| e == "inkraft"))
        .collect();
    for (path, bytes) in &names {
        inkraft::format::pending::Pending::parse(bytes).map_err(|e| format!("{}: {e:?}", path.display()))?;
    }
    Ok(names.len())
}

#[test]
fn a_fault_while_a_pending_record_is_left_leaves_it_whole_or_not_at_all() {
    let base = Office::new(Need::Two).machine("erika-muster");
    base.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    let sign = "sign hausordnung";
    let dry = base.twin();
    let calls = calls(&dry, &signing(&dry, sign));
    let jobs = all_faults(calls.into_iter().filter(|c| c.line.contains("/pending")).collect());
    assert!(jobs.len() > 10, "{jobs:?}");
    sweep("left", jobs, |call, fault| {
        let site = base.twin();
        let before = snapshot(&site.archive());
        let done = with_fault(&site, &signing(&site, sign), call, fault);
        let waits = whole_or_none(&site)?;
        let fits = match done.status.code() {
            Some(0) => waits == 1,
            // The name may be there although the system could not say that it is on disk.
            Some(2) => waits <= 1,
            _ => fault == Fault::Kill,
        };
        if !fits || snapshot(&site.archive()) != before {
            return Err(format!("{waits} wait: {}", said(&done)));
        }
        let again = signing(&site, sign).output().unwrap();
        match (again.status.success(), whole_or_none(&site)?, torn(site.path("regelwerk/pending"))) {
            (true, 1, torn) if torn.is_empty() => Ok(()),
            (_, waits, torn) => Err(format!("again: {waits} wait, {torn:?}, {}", said(&again))),
        }
    });
}

#[test]
fn a_fault_while_the_last_one_approves_loses_nothing() {
    let office = Office::new(Need::Two);
    let (erika, max) = (office.machine("erika-muster"), office.machine("max-muster"));
    max.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    max.signed("sign hausordnung");
    mail(waiting(&max), &erika);
    let approve = "approve mail.inkraft";
    let dry = erika.twin();
    let calls = calls(&dry, &signing(&dry, approve));
    assert!(calls.len() > 40, "{calls:?}");
    // That an append survives every fault is shown above; here each is killed, and the file goes wrong in all ways.
    let mut jobs = all_faults(calls);
    jobs.retain(|(call, fault)| *fault == Fault::Kill || call.line.contains("mail.inkraft"));
    let (old, _) = verified(&erika).unwrap();
    sweep("approve", jobs, |call, fault| {
        let site = erika.twin();
        let done = with_fault(&site, &signing(&site, approve), call, fault);
        let (size, _) = verified(&site).map_err(|e| format!("{e}\nafter {}", said(&done)))?;
        let file = site.path("regelwerk/mail.inkraft");
        if size == old && !file.exists() {
            return Err(format!("neither logged nor pending: {}", said(&done)));
        }
        let again = file.exists().then(|| signing(&site, approve).output().unwrap());
        if let Some(again) = again.filter(|a| !a.status.success()) {
            return Err(format!("again: {}\nafter {}", said(&again), said(&done)));
        }
        match verified(&site)? {
            (after, _) if after == old + 1 && !file.exists() => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}
