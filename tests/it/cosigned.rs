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
    assert_snapshot!(site.both("verify"), @"
    exit 1
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Zeugen     von 3 Zeugen hat keiner diesen Stand bestätigt (nötig: 2)
    Inhalt     1 Regelung, 1 Fassung, 3 Dateien ([N] kB), 1 PDF-Signatur geprüft
    FEHLER  checkpoint: es fehlen Bestätigungen von Zeugen, die der Vertrauensanker verlangt: 0 von 2 liegen vor
            Wer das Archiv führt, lässt den Stand von den Zeugen bestätigen (`inkraft cosign`). Wer es liest, holt eine bestätigte Fassung; bleibt die Bestätigung aus, ist das ein Warnzeichen: Zeugen sehen womöglich ein anderes Register.
    Ergebnis: Das Archiv hält der Prüfung nicht stand (1 Fehler).
    ~~ verify --lang en
    exit 1
    Archive    muster.example/regelwerk
    Log        2 entries, the last of 2018-07-02, 10:00
    Root       [SHA-256]
    Trust      the founding charter is the trust anchor's (keys/anchor, found beside the archive)
    Earlier    continues the state last seen here
    Witnesses  confirmed by none of 3 witnesses (needed: 2)
    Content    1 policy, 1 version, 3 files ([N] kB), 1 PDF signature checked
    FAILED  checkpoint: confirmations of witnesses that the trust anchor asks for are lacking: 0 of 2 are there
            Whoever keeps the archive has the state confirmed by the witnesses (`inkraft cosign`). Whoever reads it fetches a confirmed copy; if none comes, that is a warning: witnesses may see another log.
    Result: the archive does not hold (1 failure).
    ");
    for line in [
        "in-force hausordnung",
        "history",
        "verify archive/policies/hausordnung/1/hausordnung-v1.pdf",
        "in-force --json",
    ] {
        let told = site.refused(line);
        assert!(
            told.starts_with("exit 1\n") && told.contains("0 von 2 liegen vor") | told.contains("\"quorum\""),
            "{told}"
        );
    }
    assert_snapshot!(site.refused("prove hausordnung -o nachweis.txt"), @"
    exit 1
    -- stderr
    Fehler: kein Nachweis, denn das Archiv hält der Prüfung nicht stand: checkpoint: es fehlen Bestätigungen von Zeugen, die der Vertrauensanker verlangt: 0 von 2 liegen vor
      `inkraft verify` prüft das ganze Archiv und nennt die Datei, an der es liegt.
    ~~ prove hausordnung -o nachweis.txt --lang en
    exit 1
    -- stderr
    error: no certificate, because the archive does not hold: checkpoint: confirmations of witnesses that the trust anchor asks for are lacking: 0 of 2 are there
      `inkraft verify` checks the whole archive and names the file at fault.
    ");
    assert!(site.run("attach hausordnung").starts_with("exit 1\n"));
    ask(&site, &w[0], TIME, "antwort-0.txt");
    ask(&site, &w[2], TIME + 600, "antwort-2.txt");
    assert_snapshot!(site.run("cosign antwort-0.txt"), @"
    exit 0
    Stand 2: bestätigt von „zeuge-0“ am 02.07.2018, 11:00 Uhr
    Neuester Stand (2): bestätigt von 1 von 3 Zeugen, zuletzt am 02.07.2018, 11:00 Uhr (nötig: 2)
    ");
    assert_snapshot!(site.run("cosign antwort-2.txt antwort-0.txt --lang en"), @r#"
    exit 0
    Size 2: confirmed by "zeuge-0" on 2018-07-02, 11:00
    Size 2: confirmed by "zeuge-2" on 2018-07-02, 11:10
    Newest state (2): confirmed by 2 of 3 witnesses, last on 2018-07-02, 11:10 (needed: 2)
    "#);
    let before = snapshot(&site.archive());
    assert_snapshot!(site.run("cosign antwort-0.txt"), @"
    exit 0
    Nichts zu tun: Diese Bestätigungen des Stands 2 liegen schon da.
    Neuester Stand (2): bestätigt von 2 von 3 Zeugen, zuletzt am 02.07.2018, 11:10 Uhr (nötig: 2)
    ");
    assert_eq!(snapshot(&site.archive()), before);
    assert_snapshot!(site.both("verify"), @"
    exit 0
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Zeugen     bestätigt von 2 von 3 Zeugen, zuletzt am 02.07.2018, 11:10 Uhr (nötig: 2)
    Inhalt     1 Regelung, 1 Fassung, 3 Dateien ([N] kB), 1 PDF-Signatur geprüft
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    ~~ verify --lang en
    exit 0
    Archive    muster.example/regelwerk
    Log        2 entries, the last of 2018-07-02, 10:00
    Root       [SHA-256]
    Trust      the founding charter is the trust anchor's (keys/anchor, found beside the archive)
    Earlier    continues the state last seen here
    Witnesses  confirmed by 2 of 3 witnesses, last on 2018-07-02, 11:10 (needed: 2)
    Content    1 policy, 1 version, 3 files ([N] kB), 1 PDF signature checked
    Result: the archive is intact; all signatures are cryptographically valid.
    ");
    let json: serde_json::Value =
        serde_json::from_slice(&site.command(&words("verify --json")).output().unwrap().stdout).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&[&json["log"]["evidence"], &json["log"]["witnesses"], &json["findings"]]).unwrap(), @r#"
    [
      "witnesses",
      [
        {
          "name": "zeuge-0",
          "time": "2018-07-02T11:00:00+02:00"
        },
        {
          "name": "zeuge-2",
          "time": "2018-07-02T11:10:00+02:00"
        }
      ],
      []
    ]
    "#);
    let told = site.run("in-force hausordnung --on 2018-08-01");
    assert!(
        told.starts_with("exit 0\n") && told.contains("den sie zu dieser Zeit kannten: „zeuge-0“ am"),
        "{told}"
    );
    // Outside programs find the lines in `checkpoint`; the archived one keeps the archive's alone.
    let lines = |file: &str| fs::read_to_string(site.archive().join(file)).unwrap().matches("— ").count();
    assert_eq!((lines("checkpoint"), lines("checkpoints/2"), lines("checkpoints/2.cosig")), (3, 1, 2));
    // As if the second file could not be written: the first counts, and the same command finishes it.
    fs::copy(site.archive().join("checkpoints/2"), site.archive().join("checkpoint")).unwrap();
    assert!(site.run("verify").starts_with("exit 0\n"));
    assert!(site.run("cosign antwort-0.txt").starts_with("exit 0\n"));
    assert_eq!(lines("checkpoint"), 3);
    // A state that waits for witnesses can be stamped, and drafts go on.
    site.signed("effect hausordnung --version 1 --from 2018-08-01");
    assert!(site.run("stamp").contains("kein Zeitstempeldienst eingerichtet"));
    assert!(site.run("check hausordnung").starts_with("exit 0\n"));
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
    assert!(told.starts_with("exit 1\n") && told.contains("1 von 2 liegen vor"), "{told}");
}

#[test]
fn one_who_signs_is_told_and_not_stopped() {
    let (site, w) = two_of_three();
    let told = site.sign("effect hausordnung --version 1 --from 2018-08-01");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert_snapshot!(told, @"
    exit 0
    Regelung  hausordnung
    Betrifft  Fassung 1 (Eintrag 1)
    Bisher    ab 25.07.2018
    Künftig   ab 01.08.2018
      → Fassung 1 gilt ab 1. August 2018.
    Unterschrieben und eingetragen: Eintrag 2, 02.07.2018, 10:00 Uhr
    Noch offen: Zeugen müssen diesen Stand bestätigen, bevor er veröffentlicht wird. Ihnen archive/checkpoint geben;
      was sie zurückgeben, trägt `inkraft cosign DATEI` ein.
    ");
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
    assert_snapshot!(told, @r#"
    $ cosign right wrong
    exit 1
    -- stderr
    Fehler: wrong: die Bestätigung des Zeugen „zeuge-1“ ist falsch oder gilt nicht dem Stand 2
      Den Zeugen mit dem heutigen archive/checkpoint erneut fragen. Ist die Bestätigung älter, den Registerstand mit angeben, in dem sie steht.
    ~~ cosign right wrong --lang en
    exit 1
    -- stderr
    error: wrong: the cosignature of the witness "zeuge-1" is wrong, or not over the size 2
      Ask the witness again with today's archive/checkpoint. If the confirmation is older, give the checkpoint that it stands in.
    $ cosign stranger
    exit 2
    -- stderr
    Fehler: keine Bestätigung eines Zeugen, den der Vertrauensanker nennt (es unterschrieben: fremd.example)
      Zeugen stehen im Vertrauensanker (keys/anchor), je mit einer Zeile `witness`; siehe docs/witnesses.md.
    ~~ cosign stranger --lang en
    exit 2
    -- stderr
    error: no confirmation by a witness that the trust anchor names (signed by: fremd.example)
      Witnesses stand in the trust anchor (keys/anchor), a line `witness` each; see docs/witnesses.md.
    $ cosign broken
    exit 2
    -- stderr
    Fehler: broken ist weder eine Bestätigung von Zeugen noch ein Registerstand: Zeile 1 ist keine Bestätigung
      Die Datei unverändert so ablegen, wie der Zeuge sie gegeben hat: Zeilen, die mit „— “ beginnen.
    ~~ cosign broken --lang en
    exit 2
    -- stderr
    error: broken is neither a witness's confirmation nor a checkpoint: line 1 is no cosignature
      Keep the file just as the witness gave it: lines that begin with "— ".
    $ cosign right other
    exit 1
    -- stderr
    Fehler: other gehört zu einem anderen Archiv (other.example/regelwerk)
      Dem Zeugen archive/checkpoint geben.
    ~~ cosign right other --lang en
    exit 1
    -- stderr
    error: other belongs to another archive (other.example/regelwerk)
      Give the witness archive/checkpoint.
    $ cosign larger
    exit 1
    -- stderr
    Fehler: larger bestätigt den Stand 7, dieses Archiv hat erst 2 Einträge: es ist eine ältere Kopie
      Hier nichts unterschreiben. Den neuesten Stand holen und mit `inkraft verify` prüfen; wer einen anderen bestätigt bekam, hat ein zweites Register geführt.
    ~~ cosign larger --lang en
    exit 1
    -- stderr
    error: larger confirms the size 7, but this archive has 2 entries: it is an older copy
      Sign nothing here. Fetch the newest state and check it with `inkraft verify`; whoever had another one confirmed kept a second log.
    $ cosign forked
    exit 1
    -- stderr
    Fehler: forked ist der Stand 1 eines anderen Registers als dieses hier
      Hier nichts unterschreiben. Den neuesten Stand holen und mit `inkraft verify` prüfen; wer einen anderen bestätigt bekam, hat ein zweites Register geführt.
    ~~ cosign forked --lang en
    exit 1
    -- stderr
    error: forked is the size 1 of another log than this one
      Sign nothing here. Fetch the newest state and check it with `inkraft verify`; whoever had another one confirmed kept a second log.
    $ cosign missing
    exit 2
    -- stderr
    Fehler: missing gibt es nicht
    ~~ cosign missing --lang en
    exit 2
    -- stderr
    error: missing does not exist
    "#);
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
    assert!(site.run("verify").contains("0 von 2 liegen vor"));
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
    assert_snapshot!(site.both("verify --log-only"), @"
    exit 0
    Archiv     muster.example/regelwerk
    Register   3 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung; ihre Dateien wurden nicht angesehen (--log-only)
    Ergebnis: Das Register ist unversehrt; alle seine Signaturen sind kryptographisch gültig. Ob die Dateien der Fassungen da und unversehrt sind, wurde nicht geprüft.
    ~~ verify --log-only --lang en
    exit 0
    Archive  muster.example/regelwerk
    Log      3 entries, the last of 2018-07-02, 10:00
    Root     [SHA-256]
    Trust    the founding charter is the trust anchor's (keys/anchor, found beside the archive)
    Earlier  continues the state last seen here
    Content  1 policy, 1 version; their files were not looked at (--log-only)
    Result: the log is intact; all its signatures are cryptographically valid. Whether the files of versions are there and intact was not checked.
    ");
    assert!(site.run("verify --log-only --json").contains("\"log_only\": true"));
    assert!(site.run("verify").starts_with("exit 1\n"));
    assert_snapshot!(site.refused("verify keys/anchor --log-only"), @"
    exit 2
    -- stderr
    Fehler: keys/anchor ist kein Archiv, zu dem --log-only gehören könnte
      `inkraft verify` ohne diese Datei prüft das Archiv.
    ~~ verify keys/anchor --log-only --lang en
    exit 2
    -- stderr
    error: keys/anchor is no archive that --log-only could go with
      `inkraft verify` without this file checks the archive.
    ");
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
