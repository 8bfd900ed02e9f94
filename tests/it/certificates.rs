//! `prove` and `verify CERTIFICATE` as people use them: made in a workspace, checked by `inkraft-verify` in a bare
//! folder that holds nothing but the certificate, the trust anchor and a PDF.

use std::fs;
use std::path::PathBuf;

use insta::assert_snapshot;

use crate::answers::two;
use crate::site::{Site, policy, words};

/// A folder with a certificate of the first version and the anchor.
fn handed_over(site: &Site, line: &str) -> PathBuf {
    let bare = site.path("bare");
    fs::create_dir_all(&bare).unwrap();
    fs::copy(site.path("regelwerk/keys/anchor"), bare.join("anchor")).unwrap();
    let told = site.run(&format!("{line} -o ../bare/nachweis.txt"));
    assert!(told.starts_with("exit 0\n"), "{told}");
    bare
}

/// Runs `inkraft-verify` in the bare folder, without any memory.
fn bare(site: &Site, line: &str) -> String {
    let mut command = site.verifier(&words(line));
    command.current_dir(site.path("bare")).env_remove("INKRAFT_STATE").env_remove("HOME");
    site.transcript(&command.output().unwrap())
}

#[test]
fn a_certificate_is_made_and_checked_where_nothing_else_is() {
    let site = two();
    assert_snapshot!(site.run("prove hausordnung --on 2018-07-30 -o nachweis.txt"), @"
    exit 0
    Frage   hausordnung am 30.07.2018
    Archiv  muster.example/regelwerk
    Stand   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr; was danach geschah, weiß der Nachweis nicht
    Wurzel  [SHA-256]

    Stand 01.08.2018: Am 30.07.2018 war Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).

    Erklärungen:
      #1  Fassung 1 „Hausordnung“: in Kraft vom 25.07.2018 bis 31.12.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin) am 02.07.2018, eingetragen am 02.07.2018
      #2  Fassung 2 „Hausordnung“: in Kraft ab 01.01.2019
            gezeichnet von Erika Muster (Hauptgeschäftsführerin) am 01.08.2018, eingetragen am 01.08.2018

    Durch Unterschriften bewiesen:
      Jede Erklärung trägt die Unterschriften, die die Zeichnungsregelung an ihrer Stelle verlangt; die Reihe ist vom ersten bis zum letzten Eintrag lückenlos.
    Durch den Registerstand bewiesen:
      Das Archiv hat sich mit seiner Signatur darauf festgelegt, dass diese Erklärungen im Register stehen und die letzte von ihnen unter 3 Einträgen die letzte zu diesem Dokument ist.
    Auf das Wort des Archivs:
      Wann eingetragen wurde, und dass der festgehaltene Stand aller Reihen stimmt. Wer das ganze Register hat, kann es nachprüfen.
    Auf das Wort der Zeichnenden:
      Wann sie unterschrieben haben, und was sie über Beschlüsse und Veröffentlichungen angeben.
    Von Dritten bewiesen:
      Nichts: Der Registerstand trägt weder Zeitstempel noch Zeugen, die dieser Nachweis prüft.

    Ergebnis: Der Nachweis ist vollständig; alle Signaturen sind kryptographisch gültig.
    Geschrieben: nachweis.txt ([N] kB)
    ");
    handed_over(&site, "prove hausordnung --on 2018-07-30");
    assert_eq!(fs::read_dir(site.path("bare")).unwrap().count(), 2);
    assert_snapshot!(bare(&site, "verify nachweis.txt --trust anchor --lang en"), @r#"
    exit 0
    Question  hausordnung on 2018-07-30
    Archive   muster.example/regelwerk
    As of     3 entries, the last of 2018-08-01, 09:00; the certificate does not know what came after
    Root      [SHA-256]

    As of 2018-08-01: On 2018-07-30 version 1 "Hausordnung" was in force (from 2018-07-25 to 2018-12-31).

    Records:
      #1  version 1 "Hausordnung": in force from 2018-07-25 to 2018-12-31
            signed by Erika Muster (Hauptgeschäftsführerin) on 2018-07-02, logged on 2018-07-02
      #2  version 2 "Hausordnung": in force from 2019-01-01
            signed by Erika Muster (Hauptgeschäftsführerin) on 2018-08-01, logged on 2018-08-01

    Proven by signatures:
      Each record has the signatures that the charter demands at its place; the stream has no gap from its first to its last entry.
    Proven by the checkpoint:
      The archive committed itself by its signature to these records being in the log, and to the last of them being the last of this policy among 3 entries.
    On the archive's word:
      When records were logged, and that the heads it committed to are right. Whoever has the whole log can check that.
    On the signers' word:
      When they signed, and what they state about decisions and publications.
    Proven by third parties:
      Nothing: the checkpoint has no time stamps and no witnesses that this certificate checks.

    Trust: the founding charter is that of the trust anchor anchor.
    Result: the certificate is complete; all signatures are cryptographically valid.
    "#);
    assert_snapshot!(bare(&site, "verify nachweis.txt --trust anchor --json"), @r#"
    exit 0
    {
      "answer": {
        "answer": "one",
        "as_known": "2018-08-01",
        "entry": 1,
        "flags": [],
        "from": "2018-07-25",
        "on": "2018-07-30",
        "pdf": {
          "sha256": "[SHA-256]",
          "size": [N]
        },
        "policy": "hausordnung",
        "title": "Hausordnung",
        "until": "2019-01-01",
        "version": 1
      },
      "bytes": [N],
      "findings": [],
      "format": "inkraft/certificate-report/1",
      "holds": true,
      "log": {
        "anchored": true,
        "compared_with_earlier": false,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      },
      "question": {
        "on": "2018-07-30",
        "policy": "hausordnung"
      },
      "records": [
        {
          "entry": 1,
          "kind": "issue",
          "logged": "2018-07-02T10:00:00+02:00",
          "signed_at": "2018-07-02T10:00:00+02:00",
          "signers": [
            "muster.example/regelwerk/erika-muster/1"
          ]
        },
        {
          "entry": 2,
          "kind": "issue",
          "logged": "2018-08-01T09:00:00+02:00",
          "signed_at": "2018-08-01T09:00:00+02:00",
          "signers": [
            "muster.example/regelwerk/erika-muster/1"
          ]
        }
      ]
    }
    "#);
    // The same bytes, whoever makes it and when.
    let again = site.twin();
    assert!(again.run("prove hausordnung --on 2018-07-30 -o ../again.txt").starts_with("exit 0"));
    assert_eq!(fs::read(again.path("again.txt")).unwrap(), fs::read(site.path("bare/nachweis.txt")).unwrap());
}

#[test]
fn a_pdf_is_held_against_it() {
    let site = two();
    let folder = handed_over(&site, "prove hausordnung --on 2018-07-30");
    for version in [1, 2] {
        let pdf = format!("regelwerk/archive/policies/hausordnung/{version}/hausordnung-v{version}.pdf");
        fs::copy(site.path(&pdf), folder.join(format!("v{version}.pdf"))).unwrap();
    }
    fs::write(folder.join("other.pdf"), b"%PDF-1.7 other").unwrap();
    let line = |pdf: &str, lang: &str| {
        let told = bare(&site, &format!("verify nachweis.txt --trust anchor --pdf {pdf} --lang {lang}"));
        let lines = told.lines().filter(|l| l.starts_with("exit") || l.starts_with("PDF:"));
        lines.map(|l| format!("{l}\n")).collect::<String>()
    };
    let all: String = ["v1.pdf", "v2.pdf", "other.pdf"]
        .into_iter()
        .flat_map(|pdf| [line(pdf, "de"), line(pdf, "en")])
        .collect();
    assert_snapshot!(all, @"
    exit 0
    PDF: Fassung 1 (Eintrag 1), von der die Antwort spricht.
    exit 0
    PDF: version 1 (entry 1), which the answer is about.
    exit 1
    PDF: Fassung 2 (Eintrag 2), von der die Antwort nicht spricht.
    exit 1
    PDF: version 2 (entry 2), which the answer is not about.
    exit 1
    PDF: keine Datei dieses Dokuments; vielleicht wurde sie verändert (SHA-256 [SHA-256]).
    exit 1
    PDF: no file of this policy; it may have been altered (SHA-256 [SHA-256]).
    ");
    assert!(bare(&site, "verify nachweis.txt --trust anchor --pdf none.pdf").starts_with("exit 2\n"));
    assert_snapshot!(bare(&site, "verify v1.pdf --trust anchor --pdf v1.pdf"), @"
    exit 2
    -- stderr
    Fehler: v1.pdf ist kein Geltungsnachweis, zu dem --pdf gehören könnte
      `inkraft verify FASSUNG.pdf` sagt, welche Fassung ein PDF ist.
    ");
    assert_snapshot!(bare(&site, "verify --trust anchor --pdf v1.pdf --lang en"), @"
    exit 2
    -- stderr
    error: --pdf goes with a certificate of force
      `inkraft verify VERSION.pdf` tells which version a PDF is.
    ");
}

#[test]
fn what_is_known_ends_with_the_last_entry() {
    let mut site = two();
    site.at("2019-02-01T09:00:00+01:00");
    // Asked half a year after the last entry: said as of the last entry.
    assert_snapshot!(site.run("prove hausordnung --as-known 2019-02-01 -o today.txt"), @"
    exit 0
    Frage   hausordnung am 01.02.2019, nach Kenntnis vom 01.02.2019
    Archiv  muster.example/regelwerk
    Stand   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr; was danach geschah, weiß der Nachweis nicht
    Wurzel  [SHA-256]

    Stand 01.08.2018: Am 01.02.2019 ist Fassung 2 „Hausordnung“ in Kraft (ab 01.01.2019).
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
      Gefragt war nach Kenntnis vom 01.02.2019. Der letzte Eintrag ist vom 01.08.2018; weiter reicht der Nachweis nicht.

    Erklärungen:
      #1  Fassung 1 „Hausordnung“: in Kraft vom 25.07.2018 bis 31.12.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin) am 02.07.2018, eingetragen am 02.07.2018
      #2  Fassung 2 „Hausordnung“: in Kraft ab 01.01.2019
            gezeichnet von Erika Muster (Hauptgeschäftsführerin) am 01.08.2018, eingetragen am 01.08.2018

    Durch Unterschriften bewiesen:
      Jede Erklärung trägt die Unterschriften, die die Zeichnungsregelung an ihrer Stelle verlangt; die Reihe ist vom ersten bis zum letzten Eintrag lückenlos.
    Durch den Registerstand bewiesen:
      Das Archiv hat sich mit seiner Signatur darauf festgelegt, dass diese Erklärungen im Register stehen und die letzte von ihnen unter 3 Einträgen die letzte zu diesem Dokument ist.
    Auf das Wort des Archivs:
      Wann eingetragen wurde, und dass der festgehaltene Stand aller Reihen stimmt. Wer das ganze Register hat, kann es nachprüfen.
    Auf das Wort der Zeichnenden:
      Wann sie unterschrieben haben, und was sie über Beschlüsse und Veröffentlichungen angeben.
    Von Dritten bewiesen:
      Nichts: Der Registerstand trägt weder Zeitstempel noch Zeugen, die dieser Nachweis prüft.

    Ergebnis: Der Nachweis ist vollständig; alle Signaturen sind kryptographisch gültig.
    Geschrieben: today.txt ([N] kB)
    ");
    // As it was known before the second version was logged.
    let told = site.run("prove hausordnung --on 2019-02-01 --as-known 2018-07-10 -o then.txt");
    assert_snapshot!(told.lines().skip(6).take(9).collect::<Vec<_>>().join("\n"), @"
    Nach Kenntnis vom 10.07.2018: Am 01.02.2019 ist Fassung 1 „Hausordnung“ in Kraft (ab 25.07.2018).
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
      Später eingetragene Erklärungen ändern die Antwort. Am 01.02.2019 ist Fassung 2 „Hausordnung“ in Kraft (ab 01.01.2019).

    Erklärungen:
      #1  Fassung 1 „Hausordnung“: in Kraft ab 25.07.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin) am 02.07.2018, eingetragen am 02.07.2018
      #2  Fassung 2 „Hausordnung“: in Kraft ab 01.01.2019 (später)
            gezeichnet von Erika Muster (Hauptgeschäftsführerin) am 01.08.2018, eingetragen am 01.08.2018
    ");
}

#[test]
fn that_there_is_no_such_policy_is_proven_too() {
    let site = two();
    handed_over(&site, "prove parkordnung --on 2018-07-30");
    assert_snapshot!(bare(&site, "verify nachweis.txt --trust anchor"), @"
    exit 0
    Frage   parkordnung am 30.07.2018
    Archiv  muster.example/regelwerk
    Stand   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr; was danach geschah, weiß der Nachweis nicht
    Wurzel  [SHA-256]

    Stand 01.08.2018: Am 30.07.2018 war nichts in Kraft: keine Fassung eingetragen.

    Durch Unterschriften bewiesen:
      Die Zeichnungsregelung ist seit der Gründung lückenlos belegt.
    Durch den Registerstand bewiesen:
      Das Archiv hat sich mit seiner Signatur darauf festgelegt, dass es unter 3 Einträgen keine Erklärung zu diesem Dokument hat.
    Auf das Wort des Archivs:
      Wann eingetragen wurde, und dass der festgehaltene Stand aller Reihen stimmt. Wer das ganze Register hat, kann es nachprüfen.
    Auf das Wort der Zeichnenden:
      Wann sie unterschrieben haben, und was sie über Beschlüsse und Veröffentlichungen angeben.
    Von Dritten bewiesen:
      Nichts: Der Registerstand trägt weder Zeitstempel noch Zeugen, die dieser Nachweis prüft.

    Vertrauen: die Gründungsregelung ist die des Vertrauensankers anchor.
    Ergebnis: Der Nachweis ist vollständig; alle Signaturen sind kryptographisch gültig.
    ");
}

#[test]
fn without_an_anchor_it_proves_nothing() {
    let site = two();
    handed_over(&site, "prove hausordnung --on 2018-07-30");
    let told = bare(&site, "verify nachweis.txt");
    assert!(told.starts_with("exit 1\n") && told.contains("nicht verankert"), "{told}");
    let told = bare(&site, "verify nachweis.txt --json");
    assert!(told.starts_with("exit 1\n") && told.contains("\"holds\": false"), "{told}");
    // An archive without one can still be asked, and says the same.
    fs::remove_file(site.path("regelwerk/keys/anchor")).unwrap();
    let told = site.run("prove hausordnung -o n.txt");
    assert!(told.starts_with("exit 1\n") && told.contains("nicht verankert"), "{told}");
}

#[test]
fn a_spoiled_certificate_is_refused_and_nothing_is_answered() {
    let site = two();
    let folder = handed_over(&site, "prove hausordnung --on 2018-07-30");
    let good = fs::read_to_string(folder.join("nachweis.txt")).unwrap();
    let spoiled = |change: &dyn Fn(&str) -> String, more: &str| {
        fs::write(folder.join("nachweis.txt"), change(&good)).unwrap();
        bare(&site, &format!("verify nachweis.txt --trust anchor{more}"))
    };
    assert_snapshot!(spoiled(&|text| text.replace('\n', "\r\n"), ""), @"
    exit 1
    FEHLER  certificate: das ist kein unveränderter Geltungsnachweis; in Zeile 1 steht etwas anderes, als da stehen muss
            Die Datei unverändert übertragen: auch andere Zeilenenden machen sie unbrauchbar.
    Ergebnis: Der Nachweis beweist nichts.
    ");
    assert_snapshot!(spoiled(&|text| text.replace("Erika Muster", "Erika Mustre"), " --lang en"), @"
    exit 1
    FAILED  entry 0: the proof that the entry stands at this place of the log does not lead to the checkpoint's root
            Do not trust this certificate; ask the body for a new one.
    Result: the certificate proves nothing.
    ");
    assert_snapshot!(spoiled(&|text| text[..text.len() / 2].to_owned(), ""), @"
    exit 1
    FEHLER  certificate: das ist kein unveränderter Geltungsnachweis; in Zeile 23 steht etwas anderes, als da stehen muss
            Die Datei unverändert übertragen: auch andere Zeilenenden machen sie unbrauchbar.
    Ergebnis: Der Nachweis beweist nichts.
    ");
    assert_snapshot!(spoiled(&|text| text.replace("certificate/1", "certificate/2"), ""), @"
    exit 2
    FEHLER  certificate: ist von der Art „inkraft/certificate/2“, die diese Programmfassung nicht kennt; sie gibt deshalb keine Antwort
            Mit einer neueren Fassung von inkraft erneut prüfen.
    Ergebnis: Der Nachweis beweist nichts.
    ");
    assert_snapshot!(spoiled(&|text| text.replace("policy hausordnung\n", "policy parkordnung\n"), " --json"), @r#"
    exit 1
    {
      "findings": [
        {
          "at": {
            "entry": 1
          },
          "code": "proof-not-needed",
          "fact": "belongs to \"hausordnung\" and so not to this question",
          "level": "failure"
        }
      ],
      "format": "inkraft/certificate-report/1",
      "holds": false
    }
    "#);
    // Another day is another question.
    let told = spoiled(&|text| text.replace("on 2018-07-30", "on 2018-07-24"), "");
    assert!(told.starts_with("exit 0\n") && told.contains("war noch nichts in Kraft"), "{told}");
}

#[test]
fn what_cannot_be_made_is_said_and_leaves_nothing() {
    let site = two();
    fs::write(site.path("regelwerk/there.txt"), "mine").unwrap();
    assert_snapshot!(site.refused("prove hausordnung -o there.txt"), @"
    exit 2
    -- stderr
    Fehler: there.txt gibt es schon
    ~~ prove hausordnung -o there.txt --lang en
    exit 2
    -- stderr
    error: there.txt exists already
    ");
    assert_snapshot!(site.refused("prove Hausordnung -o n.txt"), @r#"
    exit 2
    -- stderr
    Fehler: „Hausordnung“ kann keine Kennung sein
      Kleinbuchstaben, Ziffern, einzelne Bindestriche dazwischen, höchstens 64 Zeichen: hausordnung, social-media-konzept
    ~~ prove Hausordnung -o n.txt --lang en
    exit 2
    -- stderr
    error: "Hausordnung" cannot be an id
      Lower-case letters, digits, single hyphens between, at most 64 characters: house-rules, privacy-notice
    "#);
    for line in [
        "prove hausordnung --on 2018-02-30 -o n.txt",
        "prove hausordnung --as-known gestern -o n.txt",
        "prove hausordnung -o no/such/folder/n.txt",
        "prove hausordnung",
        "prove -o n.txt",
        "prove hausordnung -o n.txt --trust archive/checkpoint",
    ] {
        let told = site.refused(line);
        assert!(told.starts_with("exit 2\n") || line.contains("--trust"), "{line}: {told}");
    }
}

#[test]
fn an_archive_that_does_not_hold_gives_none() {
    let site = two();
    let tile = site.path("regelwerk/archive/tile/0/000.p/3");
    let mut bytes = fs::read(&tile).unwrap();
    bytes[40] ^= 1;
    fs::write(&tile, bytes).unwrap();
    assert_snapshot!(site.refused("prove hausordnung -o n.txt"), @"
    exit 1
    -- stderr
    Fehler: kein Nachweis, denn das Archiv hält der Prüfung nicht stand: Eintrag 0: der Beweis, dass der Eintrag an dieser Stelle im Register steht, führt nicht zur Wurzel des Registerstands
      `inkraft verify` prüft das ganze Archiv und nennt die Datei, an der es liegt.
    ~~ prove hausordnung -o n.txt --lang en
    exit 1
    -- stderr
    error: no certificate, because the archive does not hold: entry 0: the proof that the entry stands at this place of the log does not lead to the checkpoint's root
      `inkraft verify` checks the whole archive and names the file at fault.
    ");
    let site = two();
    fs::remove_file(site.path("regelwerk/archive/heads/3")).unwrap();
    let told = site.refused("prove hausordnung -o n.txt");
    assert!(told.starts_with("exit 1\n") && told.contains("heads/3: fehlt"), "{told}");
}

#[test]
fn the_archives_own_state_is_compared_with_what_is_remembered() {
    let mut site = two();
    handed_over(&site, "prove hausordnung --on 2018-07-30");
    site.at("2018-09-01T09:00:00+02:00");
    site.draft("hausordnung", &policy("Hausordnung", "2019-03-01")).signed("sign hausordnung");
    let told = site.run("verify ../bare/nachweis.txt --trust keys/anchor");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert_snapshot!(told.lines().find(|l| l.starts_with("Hinweis")).unwrap_or_default(), @"Hinweis  checkpoint: ist älter als der Stand 4, der hier schon bekannt ist: spätere Erklärungen fehlen");
}

/// Writes a small PDF beside the workspace.
fn pdf(site: &Site, name: &str, bytes: &[u8]) {
    fs::write(site.path(name), [b"%PDF-1.7\n", bytes, b"\n%%EOF\n"].concat()).unwrap();
}

#[test]
fn a_file_that_stands_in_several_records_is_told_as_what_matters_most() {
    let mut site = Site::new();
    pdf(&site, "a.pdf", b"a");
    pdf(&site, "b.pdf", b"b");
    for (file, from) in [("a", "2018-07-10"), ("b", "2018-08-10"), ("a", "2018-09-10")] {
        site.signed(&format!("sign x --adopt ../{file}.pdf --title X --as-of 2018-07 --from {from}"));
    }
    site.at("2018-10-01T09:00:00+02:00");
    site.signed("withdraw x --version 3 --ground error --reason doppelt");
    let folder = handed_over(&site, "prove x --on 2018-07-20");
    for name in ["a.pdf", "b.pdf"] {
        fs::copy(site.path(name), folder.join(name)).unwrap();
    }
    let told = bare(&site, "verify nachweis.txt --trust anchor --pdf a.pdf");
    assert!(
        told.starts_with("exit 0\n")
            && told.contains("PDF: Fassung 1 (Eintrag 1), von der die Antwort spricht.")
    );
    let told = bare(&site, "verify nachweis.txt --trust anchor --pdf b.pdf");
    assert!(
        told.starts_with("exit 1\n")
            && told.contains("Fassung 2 (Eintrag 2), von der die Antwort nicht spricht")
    );
    // The last line says so too.
    assert!(told.contains("aber dieses PDF ist nicht als das bewiesen, was in Kraft war"), "{told}");
}

#[test]
fn a_translation_is_told_as_one_and_what_cannot_have_begun_is_not_undetermined() {
    let mut site = two();
    site.translation("hausordnung", "en", &crate::site::translation("House rules"));
    site.signed("translate hausordnung --to en --version 1");
    let folder = handed_over(&site, "prove hausordnung --on 2018-07-30");
    let english = "regelwerk/archive/policies/hausordnung/1/renditions/3/hausordnung-v1-en.pdf";
    fs::copy(site.path(english), folder.join("en.pdf")).unwrap();
    let told = bare(&site, "verify nachweis.txt --trust anchor --pdf en.pdf");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(told.contains(
        "PDF: Übersetzung (Englisch) „House rules“ zu Fassung 1 (Eintrag 3), von der die Antwort spricht."
    ));
    let json = bare(&site, "verify nachweis.txt --trust anchor --pdf en.pdf --json");
    assert!(json.contains("\"purpose\": \"translation\""), "{json}");

    // The second waits; the first is what applies until then, a third that is to come is out of the question.
    site.at("2018-08-02T09:00:00+02:00");
    site.signed("effect hausordnung --version 2 --awaits publication --not-before 2018-08-01");
    pdf(&site, "third.pdf", b"third");
    site.signed("sign hausordnung --adopt ../third.pdf --title H --as-of 2018-08 --from 2030-01-01");
    fs::remove_dir_all(&folder).unwrap();
    let folder = handed_over(&site, "prove hausordnung --on 2018-08-02");
    fs::copy(site.path("third.pdf"), folder.join("third.pdf")).unwrap();
    let archived =
        |n: u32| site.path(&format!("regelwerk/archive/policies/hausordnung/{n}/hausordnung-v{n}.pdf"));
    for (path, found) in [
        (archived(1), "noch offen"),
        (archived(2), "noch offen"),
        (site.path("third.pdf"), "die Antwort nicht spricht"),
    ] {
        fs::copy(path, folder.join("asked.pdf")).unwrap();
        let told = bare(&site, "verify nachweis.txt --trust anchor --pdf asked.pdf");
        let line = told.lines().find(|l| l.starts_with("PDF:")).unwrap();
        assert!(told.starts_with("exit 1\n") && line.contains(found), "{line}");
    }
}

#[test]
fn an_older_archive_than_the_one_known_here_gives_no_certificate() {
    let mut site = two();
    let before = site.path("before");
    crate::site::copy(&site.archive(), &before);
    site.at("2018-09-01T09:00:00+02:00");
    site.draft("hausordnung", &policy("Hausordnung", "2019-03-01")).signed("sign hausordnung");
    fs::remove_dir_all(site.archive()).unwrap();
    crate::site::copy(&before, &site.archive());
    assert_snapshot!(site.refused("prove hausordnung -o n.txt"), @"
    exit 1
    -- stderr
    Fehler: kein Nachweis, denn das Archiv hält der Prüfung nicht stand: checkpoint: ist älter als der Stand 4, der hier schon bekannt ist: spätere Erklärungen fehlen
      `inkraft verify` prüft das ganze Archiv und nennt die Datei, an der es liegt.
    ~~ prove hausordnung -o n.txt --lang en
    exit 1
    -- stderr
    error: no certificate, because the archive does not hold: checkpoint: is older than the size 4 that is known here: later records are not in it
      `inkraft verify` checks the whole archive and names the file at fault.
    ");
}

#[test]
fn an_anchor_that_lies_beside_the_certificate_is_not_taken() {
    let site = two();
    let folder = handed_over(&site, "prove hausordnung --on 2018-07-30");
    fs::create_dir(folder.join("keys")).unwrap();
    fs::rename(folder.join("anchor"), folder.join("keys/anchor")).unwrap();
    assert!(bare(&site, "verify nachweis.txt").starts_with("exit 1\n"));
    let told = bare(&site, "verify nachweis.txt --trust keys/anchor");
    assert!(told.starts_with("exit 0\n") && told.contains("die des Vertrauensankers keys/anchor"), "{told}");
}

#[test]
fn what_is_neither_is_said_to_be_neither() {
    let site = two();
    let folder = handed_over(&site, "prove hausordnung --on 2018-07-30");
    let good = fs::read(folder.join("nachweis.txt")).unwrap();
    fs::write(folder.join("bom.txt"), [b"\xef\xbb\xbf", good.as_slice()].concat()).unwrap();
    fs::write(folder.join("empty"), b"").unwrap();
    assert_snapshot!(bare(&site, "verify bom.txt --trust anchor"), @"
    exit 2
    -- stderr
    Fehler: bom.txt ist weder ein PDF noch ein unveränderter Geltungsnachweis
      Ein Nachweis beginnt mit den Zeichen inkraft/certificate/; als Anhang verschicken, nicht als Text einer Nachricht.
    ");
    assert!(bare(&site, "verify empty --trust anchor --lang en").contains("empty is neither a PDF nor"));
    let told = bare(&site, "verify nachweis.txt --trust anchor --archive somewhere");
    assert!(told.starts_with("exit 2\n") && told.contains("ohne Archiv geprüft"), "{told}");
}

#[test]
fn controls_from_a_copied_title_do_not_reach_the_archive() {
    let site = Site::new();
    pdf(&site, "a.pdf", b"a");
    site.signed("sign x --adopt ../a.pdf --title 'Haus\u{2}ord\u{7}nung' --as-of 2018-07 --from 2018-07-10");
    let told = site.run("verify");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(site.run("history x").contains("„Hausordnung“"));
    pdf(&site, "locked.pdf", b"trailer << /Encrypt 5 0 R >>");
    let told =
        site.refused_to_sign("sign x --adopt ../locked.pdf --title X --as-of 2018-07 --from 2018-07-10");
    assert!(told.starts_with("exit 2\n") && told.contains("ist verschlüsselt"), "{told}");
}
