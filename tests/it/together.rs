//! Several programs at once, restored backups, full and read-only disks, kill -9: nothing is lost or forked.
//!
//! Specification: `docs/archive-format.md`, "Appending" and "After a crash".

use std::fs;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::faults::entries;
use crate::site::{PASSPHRASE, Site, copy, policy, snapshot, words};

fn with_a_version() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    site.signed("sign hausordnung");
    site
}

fn signing(site: &Site, line: &str) -> Command {
    site.command(&words(&format!("{line} --yes --passphrase-file ../passphrase")))
}

fn effect(site: &Site, day: u32) -> Command {
    signing(site, &format!("effect hausordnung --version 1 --from 2018-08-{day:02}"))
}

fn start(mut command: Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Starts all at the same moment and waits for all.
fn at_once(commands: impl IntoIterator<Item = Command>) -> Vec<Output> {
    let started: Vec<_> = commands.into_iter().map(start).collect();
    started.into_iter().map(|c| c.wait_with_output().unwrap()).collect()
}

fn successes(done: &[Output], otherwise: &str) -> u64 {
    for output in done {
        let told = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => {}
            Some(2) => assert!(told.contains(otherwise), "{told}"),
            other => panic!("{other:?}: {told}"),
        }
    }
    done.iter().filter(|o| o.status.success()).count() as u64
}

#[test]
fn eight_programs_at_once_lose_nothing() {
    let site = with_a_version();
    for id in ["eins", "zwei"] {
        site.draft(id, &policy(id, "2018-09-01"));
    }
    let mut commands: Vec<_> = (1..=6).map(|day| effect(&site, day)).collect();
    commands.extend(["eins", "zwei"].map(|id| signing(&site, &format!("sign {id}"))));
    let done = successes(&at_once(commands), "ein anderes Programm schreibt gerade");
    assert!(done > 1, "they wait for each other");
    assert_eq!(entries(&site), 2 + done);
}

#[test]
fn readers_are_not_disturbed_by_a_writer() {
    let site = with_a_version();
    let finished = std::sync::atomic::AtomicBool::new(false);
    let order = std::sync::atomic::Ordering::SeqCst;
    let reads = std::thread::scope(|scope| {
        scope.spawn(|| {
            for day in 1..=12 {
                assert!(effect(&site, day).output().unwrap().status.success());
            }
            finished.store(true, order);
        });
        let mut reads = 0;
        while !finished.load(order) {
            for line in ["verify", "in-force hausordnung --on 2018-12-01"] {
                let told = site.run(line);
                assert!(told.starts_with("exit 0\n"), "{line}: {told}");
                reads += 1;
            }
        }
        reads
    });
    assert!(reads > 12, "{reads}");
    assert_eq!(entries(&site), 14);
}

#[test]
fn two_copies_at_once_do_not_fork_the_log() {
    let site = with_a_version();
    copy(&site.path("regelwerk"), &site.path("kopie"));
    let mut other = effect(&site, 2);
    other.current_dir(site.path("kopie"));
    let done = at_once([effect(&site, 1), other]);
    assert_eq!(successes(&done, "es ist eine ältere Kopie"), 1);
}

#[test]
fn one_of_several_inits_makes_the_workspace() {
    let site = Site::empty();
    fs::write(site.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    let line = "init regelwerk --publisher M --origin m.example --officer 'E M' --passphrase-file passphrase";
    let commands = (0..4).map(|_| {
        let mut command = site.command(&words(line));
        command.current_dir(site.path(""));
        command
    });
    let done = at_once(commands.collect::<Vec<_>>());
    assert_eq!(done.iter().filter(|o| o.status.code() == Some(0)).count(), 1);
    assert_eq!(done.iter().filter(|o| o.status.code() == Some(2)).count(), 3);
    assert_eq!(entries(&site), 1);
    assert_eq!(fs::read_dir(site.path("state")).unwrap().count(), 1);
}

#[test]
fn a_restored_backup_is_refused() {
    let site = with_a_version();
    copy(&site.archive(), &site.path("backup"));
    let restore = |from: &str| {
        fs::remove_dir_all(site.archive()).unwrap();
        copy(&site.path(from), &site.archive());
    };
    site.signed("effect hausordnung --version 1 --from 2018-08-01");
    copy(&site.archive(), &site.path("newest"));
    restore("backup");
    let refused = site.sign("effect hausordnung --version 1 --from 2018-08-02");
    assert!(refused.starts_with("exit 2\n") && refused.contains("es ist eine ältere Kopie"), "{refused}");
    assert!(refused.contains("Den neuesten Stand holen"), "{refused}");
    let verified = site.run("verify");
    assert!(verified.starts_with("exit 1\n") && verified.contains("ist älter als der Stand 3"), "{verified}");

    // Another history of the same size, made where nothing was remembered.
    fs::rename(site.path("state"), site.path("remembered")).unwrap();
    assert!(site.run("verify").contains("kein früher bekannter Stand"));
    site.signed("effect hausordnung --version 1 --from 2018-08-02");
    fs::remove_dir_all(site.path("state")).unwrap();
    fs::rename(site.path("remembered"), site.path("state")).unwrap();
    let refused = site.sign("effect hausordnung --version 1 --from 2018-08-03");
    assert!(
        refused.starts_with("exit 2\n") && refused.contains("setzt den hier schon bekannten Stand 3"),
        "{refused}"
    );
    let verified = site.run("verify");
    assert!(verified.starts_with("exit 1\n") && verified.contains("umgeschrieben"), "{verified}");

    restore("newest");
    site.signed("effect hausordnung --version 1 --from 2018-08-03");
    assert_eq!(entries(&site), 4);
}

#[test]
fn a_spoiled_memory_is_named_and_a_deleted_one_is_not_needed() {
    let site = with_a_version();
    let folder = fs::read_dir(site.path("state")).unwrap().next().unwrap().unwrap().path();
    fs::write(folder.join("checkpoint"), "spoiled").unwrap();
    for told in [site.sign("effect hausordnung --version 1 --from 2018-08-02"), site.run("verify")] {
        assert!(told.starts_with("exit 2\n"), "{told}");
        assert!(told.contains("checkpoint ist beschädigt") && told.contains("diese Datei löschen"), "{told}");
    }
    fs::remove_file(folder.join("checkpoint")).unwrap();
    assert!(site.run("verify").contains("kein früher bekannter Stand"));
    site.signed("effect hausordnung --version 1 --from 2018-08-02");
    assert!(site.run("verify").contains("setzt den zuletzt bekannten Stand fort"));
}

#[test]
fn killed_fifty_times_it_still_holds() {
    let site = with_a_version();
    let (mut random, mut killed) = (20_180_725_u64, 0);
    for round in 0..50 {
        // Knuth's generator: the delays are spread, and the same in every run.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = start(effect(&site, 1 + round % 28));
        std::thread::sleep(Duration::from_millis((random >> 33) % 300));
        child.kill().unwrap();
        killed += u32::from(child.wait().unwrap().code().is_none());
        let verified = site.run("verify");
        assert!(verified.starts_with("exit 0\n"), "round {round}: {verified}");
    }
    assert!(killed > 0);
    let before = site.run("verify --json");
    site.signed("effect hausordnung --version 1 --from 2018-09-01");
    assert!(entries(&site) > 2, "{before}");
}

/// A small file system of its own in the archive's place.
struct Disk<'a>(&'a Site);

impl<'a> Disk<'a> {
    fn new(site: &'a Site, size: u32) -> Option<Self> {
        copy(&site.archive(), &site.path("before"));
        fs::remove_dir_all(site.archive()).unwrap();
        fs::create_dir(site.archive()).unwrap();
        let options = format!("size={size}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(site.archive())
            .output()
            .is_ok_and(|o| o.status.success());
        if !mounted {
            assert!(std::env::var_os("CI").is_none(), "cannot mount a file system; run this as root");
            eprintln!("not tested: only root can mount a small file system");
            return None;
        }
        copy(&site.path("before"), &site.archive());
        Some(Self(site))
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let done = Command::new("mount").args(["-o", &options]).arg(self.0.archive()).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.archive()).output();
    }
}

#[test]
fn a_full_disk_costs_nothing_but_the_append() {
    let site = with_a_version();
    let mut size = 160;
    let Some(disk) = Disk::new(&site, size) else { return };
    let (mut signed, mut refused, mut unfinished) = (entries(&site), 0, false);
    // Page by page more room: the disk is full at one step of the append after the other.
    while refused < 12 || signed < 4 {
        let before = snapshot(&site.archive());
        let told = site.sign(&format!("sign hausordnung --from 2018-08-{:02}", signed));
        if told.starts_with("exit 0\n") && !told.contains("Warnung") {
            (signed, unfinished) = (signed + 1, false);
            assert_eq!(entries(&site), signed);
            continue;
        }
        refused += 1;
        assert!(refused < 200, "{told}");
        assert!(told.contains("Platz schaffen und den Befehl wiederholen."), "{told}");
        if told.starts_with("exit 2\n") {
            // The command may have finished the append before it, or a part of that.
            assert!(unfinished || snapshot(&site.archive()) == before, "{told}");
        } else {
            // Full only after the commit point.
            assert!(told.starts_with("exit 0\n"), "{told}");
            (signed, unfinished) = (signed + 1, true);
        }
        let verified = site.run("verify");
        assert!(verified.starts_with("exit 0\n"), "{verified}");
        assert!(verified.contains(&format!("{signed} Einträge")), "{verified}");
        size += 4;
        disk.remount(&format!("size={size}k"));
    }
    disk.remount("size=4096k");
    site.signed("sign hausordnung --from 2018-09-01");
    assert_eq!(entries(&site), signed + 1);
}

#[test]
fn a_read_only_archive_can_be_read() {
    let site = with_a_version();
    let Some(disk) = Disk::new(&site, 1024) else { return };
    disk.remount("ro");
    let told = site.sign("effect hausordnung --version 1 --from 2018-08-02");
    assert!(told.starts_with("exit 2\n") && told.contains("Schreibrechte prüfen"), "{told}");
    for line in ["verify", "in-force hausordnung --on 2018-07-25", "history hausordnung"] {
        let told = site.run(line);
        assert!(told.starts_with("exit 0\n"), "{line}: {told}");
    }
    disk.remount("rw");
    site.signed("effect hausordnung --version 1 --from 2018-08-02");
}
