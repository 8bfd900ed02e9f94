//! `cosign` and witnesses as people meet them: asked for in the anchor, told by every answer; and older archives that nothing
//! is appended to, whoever on this machine knew the newer state.
//!
//! Specification: `docs/witnesses.md`; `docs/archive-format.md`, "What is remembered".

use std::fs;

use inkraft::format::cosignature;
use insta::assert_snapshot;

use crate::site::{PASSPHRASE, Site, copy, policy, snapshot, words};
use crate::witnesses::Witness;

/// 2 July 2018, 11:00 in Berlin.
const TIME: u64 = 1_530_522_000;

const CHECKPOINT: &str = "regelwerk/archive/checkpoint";
const ANCHOR: &str = "regelwerk/keys/anchor";

/// A workspace with a version, whose anchor asks for these witnesses.
fn watched(rule: &str) -> (Site, [Witness; 3]) {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    let w = ["w0", "w1", "w2"].map(Witness::new);
    let listed: String = w.iter().enumerate().map(|(i, w)| w.listed(&format!("zeuge-{i}"))).collect();
    let anchor = fs::read_to_string(site.path(ANCHOR)).unwrap();
    fs::write(site.path(ANCHOR), format!("{anchor}{listed}{rule}")).unwrap();
    (site, w)
}

/// Two of three.
fn two_of_three() -> (Site, [Witness; 3]) {
    watched("group zwei 2 zeuge-0 zeuge-1 zeuge-2\nquorum zwei\n")
}

/// Asks a witness with a checkpoint; what it gives lies in a file of that name.
fn ask(site: &Site, witness: &Witness, time: u64, file: &str) {
    let checkpoint = fs::read(site.path(CHECKPOINT)).unwrap();
    fs::write(site.path(&format!("regelwerk/{file}")), witness.gives(&checkpoint, time)).unwrap();
}

#[test]
fn from_the_anchor_to_every_answer() {
    let (site, w) = two_of_three();
    assert_snapshot!(site.both("verify"), @"");
    for line in [
        "in-force hausordnung",
        "history",
        "verify archive/policies/hausordnung/1/hausordnung-v1.pdf",
        "in-force --json",
    ] {
        let told = site.refused(line);
        assert!(
            told.starts_with("exit 1\n") && told.contains("quorum") | told.contains("0 von 2 nötigen Zeugen"),
            "{told}"
        );
    }
    assert_snapshot!(site.refused("prove hausordnung -o nachweis.txt"), @"");
    assert!(site.run("attach hausordnung").starts_with("exit 1\n"));
    ask(&site, &w[0], TIME, "antwort-0.txt");
    ask(&site, &w[2], TIME + 600, "antwort-2.txt");
    assert_snapshot!(site.run("cosign antwort-0.txt"), @"");
    assert_snapshot!(site.run("cosign antwort-2.txt antwort-0.txt --lang en"), @"");
    let before = snapshot(&site.archive());
    assert_snapshot!(site.run("cosign antwort-0.txt"), @"");
    assert_eq!(snapshot(&site.archive()), before);
    assert_snapshot!(site.both("verify"), @"");
    let json: serde_json::Value =
        serde_json::from_slice(&site.command(&words("verify --json")).output().unwrap().stdout).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&[&json["log"]["evidence"], &json["log"]["witnesses"], &json["findings"]]).unwrap(), @"");
    assert!(site.run("in-force hausordnung --on 2018-08-01").starts_with("exit 0\n"));
    // Outside programs find the lines in `checkpoint`; the archived one keeps the archive's alone.
    let lines = |file: &str| fs::read_to_string(site.archive().join(file)).unwrap().matches("— ").count();
    assert_eq!((lines("checkpoint"), lines("checkpoints/2"), lines("checkpoints/2.cosig")), (3, 1, 2));
}

#[test]
fn a_certificate_is_checked_with_the_witnesses_of_the_anchor() {
    let (site, w) = two_of_three();
    ask(&site, &w[0], TIME, "a");
    ask(&site, &w[1], TIME, "b");
    assert!(site.run("cosign a b").starts_with("exit 0\n"));
    let told = site.run("prove hausordnung --on 2018-08-01 -o nachweis.txt --pdf-out nachweis.pdf");
    assert!(told.starts_with("exit 0\n"), "{told}");
    let told = site.both("verify nachweis.txt --trust keys/anchor");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(
        told.contains("„zeuge-0“ am 02.07.2018, 11:00 Uhr, „zeuge-1“ am 02.07.2018, 11:00 Uhr."),
        "{told}"
    );
    assert!(told.contains("\"zeuge-0\" on 2018-07-02, 11:00"), "{told}");
    // Whoever has an anchor without witnesses is told that there are lines; the sheet tells the same to all.
    let anchor = fs::read_to_string(site.path(ANCHOR)).unwrap();
    let plain: String = anchor.lines().take(3).map(|l| format!("{l}\n")).collect();
    fs::write(site.path("plain"), plain).unwrap();
    let told = site.run("verify nachweis.txt --trust ../plain");
    assert!(told.starts_with("exit 0\n") && told.contains("Weitere Signaturzeilen liegen bei."), "{told}");
    site.run("prove hausordnung --on 2018-08-01 -o 2.txt --pdf-out 2.pdf --trust ../plain");
    let read = |file: &str| fs::read(site.path(&format!("regelwerk/{file}"))).unwrap();
    assert_eq!((read("nachweis.txt"), read("nachweis.pdf")), (read("2.txt"), read("2.pdf")));
    // A state that only one of them confirmed.
    site.signed("effect hausordnung --version 1 --from 2018-08-01");
    ask(&site, &w[0], TIME, "a");
    assert!(site.run("cosign a").starts_with("exit 0\n"));
    let told = site.run("prove hausordnung --on 2018-08-01 -o 3.txt");
    assert!(told.starts_with("exit 1\n") && told.contains("1 von 2 nötigen Zeugen"), "{told}");
}

#[test]
fn one_who_signs_is_told_and_not_stopped() {
    let (site, w) = two_of_three();
    let told = site.sign("effect hausordnung --version 1 --from 2018-08-01");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert_snapshot!(told, @"");
    let told = site.run("key new max-meier --passphrase-file ../passphrase");
    assert!(told.starts_with("exit 0\n"), "{told}");
    ask(&site, &w[1], TIME, "a");
    ask(&site, &w[2], TIME, "b");
    assert!(site.run("cosign a b").starts_with("exit 0\n"));
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn what_is_not_of_a_witness_of_the_anchor_or_not_of_this_log_is_refused() {
    let (site, w) = two_of_three();
    let checkpoint = fs::read(site.path(CHECKPOINT)).unwrap();
    let text = String::from_utf8(checkpoint.clone()).unwrap().split_once("\n\n").unwrap().0.to_owned() + "\n";
    let put = |file: &str, bytes: &[u8]| fs::write(site.path(&format!("regelwerk/{file}")), bytes).unwrap();
    let file = |line| cosignature::file(vec![line]).unwrap();
    let note = |text: &str, line| [format!("{text}\n").into_bytes(), file(line)].concat();
    ask(&site, &w[0], TIME, "right");
    put("wrong", &file(w[1].line(&text.replace("\n2\n", "\n1\n"), TIME)));
    put("stranger", &file(Witness::new("fremd").line(&text, TIME)));
    put("broken", b"no lines at all\n");
    let other = text.replace("muster.example", "other.example");
    put("other", &note(&other, w[0].line(&other, TIME)));
    let larger = text.replace("\n2\n", "\n7\n");
    put("larger", &note(&larger, w[0].line(&larger, TIME)));
    let forked = text.replace("\n2\n", "\n1\n");
    put("forked", &note(&forked, w[0].line(&forked, TIME)));
    let told: String = ["right wrong", "stranger", "broken", "right other", "larger", "forked", "missing"]
        .map(|files| format!("$ cosign {files}\n{}", site.refused(&format!("cosign {files}"))))
        .concat();
    assert_snapshot!(told, @"");
    // What others signed is left out beside what counts.
    let told = site.run("cosign stranger right");
    assert!(told.starts_with("exit 0\n") && told.contains("Ausgelassen: „fremd.example“"), "{told}");
    assert!(!fs::read_to_string(site.archive().join("checkpoints/2.cosig")).unwrap().contains("fremd"));
}

#[test]
fn an_older_state_is_confirmed_by_the_checkpoint_that_says_so() {
    let (site, w) = two_of_three();
    let older = fs::read(site.archive().join("checkpoints/2")).unwrap();
    site.signed("effect hausordnung --version 1 --from 2018-08-01");
    let cosigned = [older.clone(), w[0].gives(&older, TIME)].concat();
    fs::write(site.path("regelwerk/older"), cosigned).unwrap();
    let told = site.run("cosign older");
    assert!(told.contains("Stand 2: bestätigt von „zeuge-0“"), "{told}");
    assert!(site.archive().join("checkpoints/2.cosig").is_file());
    // Lines alone are of the newest state.
    fs::write(site.path("regelwerk/lines"), w[0].gives(&older, TIME)).unwrap();
    assert!(site.refused("cosign lines").contains("falsch oder gilt nicht dem Stand 3"));
    assert!(site.run("verify").contains("0 von 2 nötigen Zeugen"));
}

#[test]
fn what_was_spoiled_is_mended_with_the_next_confirmation() {
    let (site, w) = watched("quorum zeuge-0\n");
    ask(&site, &w[0], TIME, "a");
    ask(&site, &w[1], TIME, "b");
    assert!(site.run("cosign a b").starts_with("exit 0\n"));
    for file in ["checkpoints/2.cosig", "checkpoint"] {
        let path = site.archive().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let at = text.rfind("w1.example ").unwrap() + 40;
        let swapped = if &text[at..=at] == "A" { "B" } else { "A" };
        fs::write(&path, format!("{}{swapped}{}", &text[..at], &text[at + 1..])).unwrap();
    }
    let told = site.run("verify");
    assert!(
        told.starts_with("exit 1\n") && told.contains("Bestätigung des Zeugen „zeuge-1“ ist falsch"),
        "{told}"
    );
    assert!(site.run("cosign a").starts_with("exit 0\n"));
    assert!(site.run("verify").contains("bestätigt von 1 von 3 Zeugen"));
    fs::write(site.archive().join("checkpoints/2.cosig"), "anything\n").unwrap();
    assert!(site.run("cosign b").starts_with("exit 0\n"));
    assert!(site.run("verify").contains("bestätigt von 2 von 3 Zeugen"));
}

#[test]
fn an_anchor_with_witnesses_is_not_taken_from_inside_the_archive() {
    let (site, _) = two_of_three();
    fs::rename(site.path(ANCHOR), site.archive().join("anchor")).unwrap();
    assert!(site.refused("verify --trust archive/anchor").contains("liegt im Archiv, das er bezeugen soll"));
}

/// Runs `inkraft-verify` with a memory of its own.
fn reader(site: &Site, line: &str) -> String {
    let mut command = site.verifier(&words(line));
    command.env("INKRAFT_STATE", site.path("reader"));
    site.transcript(&command.output().unwrap())
}

/// A version and a moved period; `backup` is the archive between them.
fn grown() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    copy(&site.archive(), &site.path("backup"));
    site.signed("effect hausordnung --version 1 --from 2018-08-01");
    site
}

fn restore(site: &Site) {
    fs::rename(site.archive(), site.path("newest")).unwrap();
    copy(&site.path("backup"), &site.archive());
}

#[test]
fn a_reader_remembers_what_it_saw() {
    let site = grown();
    let first = reader(&site, "verify");
    assert!(first.starts_with("exit 0\n") && first.contains("kein früher bekannter Stand"), "{first}");
    assert!(reader(&site, "verify").contains("setzt den zuletzt bekannten Stand fort"));
    let folder = fs::read_dir(site.path("reader")).unwrap().next().unwrap().unwrap().path();
    assert!(folder.join("seen").is_file() && !folder.join("checkpoint").exists());
    restore(&site);
    for line in ["verify", "verify --log-only", "in-force hausordnung", "history"] {
        let told = reader(&site, line);
        assert!(told.starts_with("exit 1\n") && told.contains("ist älter als der Stand 3"), "{line}: {told}");
    }
    let refused = reader(&site, "prove hausordnung -o ../x.txt");
    assert!(refused.starts_with("exit 1\n") && refused.contains("älter als der Stand 3"), "{refused}");
    // Only if it is asked to forget.
    let told = reader(&site, "verify --no-memory");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(told.contains("nicht mit einem früheren Stand verglichen (--no-memory)"), "{told}");
    assert!(reader(&site, "verify --no-memory --json").contains("\"compared_with_earlier\": false"));
    assert!(reader(&site, "in-force hausordnung --on 2018-08-05 --no-memory").starts_with("exit 0\n"));
    assert!(reader(&site, "verify").starts_with("exit 1\n"));
    fs::write(folder.join("seen"), "spoiled").unwrap();
    let told = reader(&site, "in-force hausordnung");
    assert!(told.starts_with("exit 2\n") && told.contains("seen ist beschädigt"), "{told}");
}

#[test]
fn what_does_not_hold_or_is_not_the_whole_log_is_not_remembered() {
    let site = grown();
    let nothing = |line: &str| {
        reader(&site, line);
        assert!(!site.path("reader").exists(), "{line}");
    };
    nothing("verify --no-memory");
    nothing("in-force hausordnung");
    nothing("verify archive/policies/hausordnung/1/hausordnung-v1.pdf");
    fs::rename(site.path(ANCHOR), site.path("anchor")).unwrap();
    nothing("verify");
    fs::rename(site.path("anchor"), site.path(ANCHOR)).unwrap();
    fs::write(site.archive().join("checkpoints/x"), "x").unwrap();
    nothing("verify");
    fs::remove_file(site.archive().join("checkpoints/x")).unwrap();
    // A monitor that holds the log alone remembers it.
    fs::remove_dir_all(site.archive().join("policies")).unwrap();
    let told = reader(&site, "verify --log-only");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(reader(&site, "verify --log-only").contains("setzt den zuletzt bekannten Stand fort"));
}

#[test]
fn a_memory_that_cannot_be_written_is_a_warning() {
    let site = grown();
    fs::write(site.path("reader"), "a file, no folder").unwrap();
    let told = reader(&site, "verify");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(told.contains("Warnung: dieser Stand wird hier nicht gemerkt"), "{told}");
}

#[test]
fn the_log_alone_is_told_as_such() {
    let site = grown();
    fs::remove_dir_all(site.archive().join("policies")).unwrap();
    assert_snapshot!(site.both("verify --log-only"), @"");
    assert!(site.run("verify --log-only --json").contains("\"log_only\": true"));
    assert!(site.run("verify").starts_with("exit 1\n"));
    assert_snapshot!(site.refused("verify keys/anchor --log-only"), @"");
    assert!(site.run("verify --log-only --rebuild").starts_with("exit 2\n"));
    fs::remove_file(site.path(ANCHOR)).unwrap();
    assert!(site.run("verify --log-only").starts_with("exit 1\n"));
}

/// Both ways of appending, on an archive that is older than is known.
fn neither_signs_nor_amends(site: &Site, told: &str) {
    for line in [
        "effect hausordnung --version 1 --from 2018-08-02",
        "charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster",
    ] {
        let before = snapshot(&site.archive());
        let refused = site.sign(line);
        assert!(!refused.starts_with("exit 0\n") && refused.contains(told), "{line}: {refused}");
        assert_eq!(snapshot(&site.archive()), before);
    }
}

#[test]
fn a_restored_archive_is_refused_whoever_knew_the_newer_state() {
    let site = grown();
    assert!(site.run("key new erika-muster --seal --passphrase-file ../passphrase").starts_with("exit 0\n"));
    fs::write(site.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    restore(&site);
    // The signer.
    neither_signs_nor_amends(&site, "es ist eine ältere Kopie");
    // A reader alone: the signer's memory was lost, the newer archive was read here since.
    fs::remove_dir_all(site.path("state")).unwrap();
    let read = site.run(&format!("verify {} --trust keys/anchor", site.path("newest").display()));
    assert!(read.starts_with("exit 0\n"), "{read}");
    let folder = fs::read_dir(site.path("state")).unwrap().next().unwrap().unwrap().path();
    assert!(folder.join("seen").is_file() && !folder.join("checkpoint").exists());
    neither_signs_nor_amends(&site, "es ist eine ältere Kopie");
    // Another log of the same size.
    let mut twin = site.twin();
    fs::remove_dir_all(twin.path("state")).unwrap();
    twin.at("2018-07-02T11:00:00+02:00").signed("effect hausordnung --version 1 --from 2018-09-01");
    fs::remove_dir_all(twin.path("state")).unwrap();
    copy(&site.path("state"), &twin.path("state"));
    neither_signs_nor_amends(&twin, "setzt den hier schon bekannten Stand 3 nicht fort");
    // Nobody but a witness: what it confirmed lies there still.
    fs::remove_dir_all(site.path("state")).unwrap();
    let w = Witness::new("w");
    let newer = fs::read(site.path("newest/checkpoint")).unwrap();
    fs::write(site.archive().join("checkpoints/3.cosig"), w.gives(&newer, TIME)).unwrap();
    let anchor = fs::read_to_string(site.path(ANCHOR)).unwrap();
    fs::write(site.path(ANCHOR), format!("{anchor}{}quorum zeuge\n", w.listed("zeuge"))).unwrap();
    neither_signs_nor_amends(&site, "checkpoints/3.cosig: gehört nicht ins Archiv");
}
