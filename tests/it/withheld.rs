//! A file that must leave every copy: signed, removed, proven all the same, and taken back.

use std::fs;

use crate::forge::Forge;
use crate::site::{Site, copy, policy, translation};
use crate::tamper::{check, told};
use inkraft::format::layout::Place;
use inkraft::format::record::{Body, Withhold, WithholdGround};
use inkraft::verify::Level;

const PDF: &str = "archive/policies/hausordnung/1/hausordnung-v1.pdf";
const ORDER: &str = "withhold hausordnung --version 1 --ground erasure --reason 'Name einer Privatperson'";

/// Two versions, the first withheld and removed.
fn withheld() -> Site {
    let mut site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site.run("attach hausordnung --page public/impressum.html --create");
    fs::copy(site.path(&format!("regelwerk/{PDF}")), site.path("kept.pdf")).unwrap();
    site.at("2018-09-01T10:00:00+02:00");
    site.draft("hausordnung", &policy("Hausordnung", "2018-10-01")).signed("sign hausordnung");
    let told = site.signed(ORDER).run("verify");
    assert!(told.starts_with("exit 0"), "what is withheld may be there: {told}");
    site.at("2018-11-01T10:00:00+01:00");
    site
}

#[test]
fn a_withheld_version_leaves_this_copy_and_the_page_and_is_still_proven() {
    let site = withheld();
    let before = site.run("in-force hausordnung --on 2018-08-01");
    let told = site.sign("withhold hausordnung --version 1 --remove");
    assert!(
        told.starts_with("exit 0\nSchon gesperrt durch Eintrag 3; es wird nichts unterschrieben.\n"),
        "{told}"
    );
    for path in ["1/hausordnung-v1.pdf", "1/source/policy.json", "1/source/template.typ"] {
        assert!(told.contains(&format!("\n  policies/hausordnung/{path}\n")), "{told}");
        assert!(!site.archive().join("policies/hausordnung").join(path).exists());
    }
    assert!(site.archive().join("policies/hausordnung/2/hausordnung-v2.pdf").is_file());
    let verified = site.run("verify --rebuild");
    assert!(verified.starts_with("exit 0\n"), "{verified}");
    assert!(
        verified.contains(
            "1/hausordnung-v1.pdf: ist gesperrt und liegt nicht hier (Eintrag 3: Name einer Privatperson)"
        ),
        "{verified}"
    );
    assert!(verified.contains("1 nicht versucht"), "{verified}");
    assert!(site.run("verify --json").contains("\"code\": \"withheld\""));
    assert_eq!(site.run("in-force hausordnung --on 2018-08-01"), before, "no period moves");
    let history = site.both("history hausordnung");
    assert!(
        history.contains("Sperrung der Dateien von Eintrag 1 (Löschung: Name einer Privatperson)"),
        "{history}"
    );
    assert!(history.contains("files of entry 1 withheld (erasure: Name einer Privatperson)"), "{history}");
    // Whoever has the file is told what it is, and that it is not to be passed on.
    let pdf = site.run("verify ../kept.pdf");
    assert!(pdf.starts_with("exit 0\n") && pdf.contains("Gesperrt"), "{pdf}");
    assert!(site.run("verify ../kept.pdf --json").contains("\"withheld\": {"));
    // The page keeps the hash and the reason, and gives no link.
    let attached = site.run("attach hausordnung --page public/impressum.html");
    assert!(
        attached.starts_with("exit 0\n") && attached.contains("weil die Datei gesperrt ist"),
        "{attached}"
    );
    let page = fs::read_to_string(site.path("regelwerk/public/impressum.html")).unwrap();
    assert!(page.contains("(nicht öffentlich: Name einer Privatperson)"), "{page}");
    assert!(!page.contains("hausordnung-v1.pdf") && page.contains("SHA-256"), "{page}");
    // The next version tells the history although the source of the first is gone.
    site.draft("hausordnung", &policy("Hausordnung", "2019-01-01")).signed("sign hausordnung");
}

#[test]
fn only_what_is_withheld_may_be_absent_and_what_is_there_is_checked() {
    let site = withheld();
    fs::write(site.path(&format!("regelwerk/{PDF}")), b"another").unwrap();
    assert!(site.run("verify").starts_with("exit 1\n"), "a tampered file that is still there");
    assert!(
        !site.sign("withhold hausordnung --version 1 --remove").starts_with("exit 0"),
        "nothing acts on it"
    );
    fs::remove_file(site.path(&format!("regelwerk/{PDF}"))).unwrap();
    assert!(site.run("verify").starts_with("exit 0\n"));
    fs::remove_file(site.archive().join("policies/hausordnung/2/hausordnung-v2.pdf")).unwrap();
    let told = site.run("verify");
    assert!(told.starts_with("exit 1\n") && told.contains("2/hausordnung-v2.pdf: fehlt"), "{told}");
}

#[test]
fn a_withdrawn_withholding_requires_the_files_again() {
    let site = withheld();
    site.signed("withdraw hausordnung --entry 3 --ground error --reason 'Versehen'");
    assert!(site.run("verify").starts_with("exit 0\n"), "they are all there");
    let history = site.both("history hausordnung");
    assert!(history.contains("(Löschung: Name einer Privatperson) – zurückgenommen\n"), "{history}");
    assert!(history.contains("(erasure: Name einer Privatperson) – withdrawn\n"), "{history}");
    fs::remove_file(site.path(&format!("regelwerk/{PDF}"))).unwrap();
    let told = site.run("verify");
    assert!(told.starts_with("exit 1\n") && told.contains("1/hausordnung-v1.pdf: fehlt"), "{told}");
    // It can be withheld again.
    fs::copy(site.path("kept.pdf"), site.path(&format!("regelwerk/{PDF}"))).unwrap();
    site.signed(ORDER);
}

#[test]
fn a_withholding_is_withdrawn_only_when_the_files_are_back() {
    let site = withheld();
    site.signed("withhold hausordnung --version 1 --remove");
    let withdraw = "withdraw hausordnung --entry 3 --ground error --reason Versehen";
    let told = site.refused_to_sign(withdraw);
    assert!(
        told.contains("policies/hausordnung/1/hausordnung-v1.pdf, policies/hausordnung/1/source/policy.json"),
        "{told}"
    );
    assert!(told.contains("Put the files back first"), "{told}");
}

const REMOVE: &str = "withhold hausordnung --version 1 --remove";

/// Withdraws an entry.
fn withdraw(entry: u64) -> String {
    format!("withdraw hausordnung --entry {entry} --ground error --reason Versehen")
}

#[test]
fn no_chain_of_withdrawals_makes_removed_files_required() {
    let site = withheld();
    let folder = site.archive().join("policies/hausordnung/1");
    copy(&folder, &site.path("kept"));
    site.signed(&withdraw(3)).signed(&withdraw(4)).signed(REMOVE);
    let told = site.refused_to_sign(&withdraw(5));
    assert!(told.contains("policies/hausordnung/1/hausordnung-v1.pdf"), "{told}");
    fs::create_dir_all(&folder).unwrap();
    copy(&site.path("kept"), &folder);
    site.signed(&withdraw(5));
    assert!(site.run("verify").starts_with("exit 0\n"));
    site.signed(ORDER);
}

#[test]
fn of_two_withholdings_one_can_go() {
    let site = withheld();
    site.signed(&withdraw(3)).signed(ORDER).signed(&withdraw(4)).signed(REMOVE);
    site.signed(&withdraw(5));
    assert!(site.run("verify").starts_with("exit 0\n"), "entry 3 withholds still");
    assert!(site.refused_to_sign(&withdraw(3)).contains("1/source/policy.json"));
    // The withdrawal of the version moves periods, and its files may be absent all the same.
    site.signed("withdraw hausordnung --version 1 --ground error --reason Versehen");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn a_withheld_text_is_not_made_anew() {
    let mut site = withheld();
    let reissue = "rendition hausordnung --purpose reissue --version 1";
    for gone in [false, true] {
        if gone {
            site.signed(REMOVE);
        }
        let told = site.refused_to_sign(reissue);
        assert!(told.starts_with("exit 1\n"), "{told}");
        assert!(told.contains("der Text in Eintrag 1 ist gesperrt (Eintrag 3)"), "{told}");
        assert!(told.contains("the text in entry 1 is withheld (entry 3)"), "{told}");
        let told = site.refused_to_sign(&format!("{reissue} --pdf ../kept.pdf"));
        assert!(
            told.contains("kept.pdf ist Byte für Byte die Datei aus Eintrag 1, und die ist gesperrt"),
            "{told}"
        );
    }
    site.at("2018-11-02T10:00:00+01:00");
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25").replace("Ein Satz.", "Ein Wort."));
    site.signed("correct hausordnung --version 1 --reason 'ohne den Namen'").signed(reissue);
}

#[test]
fn what_a_withheld_version_changed_is_not_told_again() {
    let site = Site::new();
    let text = |day: &str, changes: &str| format!("changes = \"{changes}\"\n{}", policy("Hausordnung", day));
    site.draft("hausordnung", &text("2018-07-25", "Name einer Person")).signed("sign hausordnung");
    site.signed("withhold hausordnung --version 1 --ground court --reason x");
    site.draft("hausordnung", &text("2018-10-01", "zweite")).signed("sign hausordnung");
    site.draft("hausordnung", &text("2018-11-01", "dritte")).signed("sign hausordnung");
    let source = site.archive().join("policies/hausordnung/3/source/policy.json");
    let source = fs::read_to_string(source).unwrap();
    assert!(source.contains("zweite") && source.contains("dritte"), "{source}");
    assert!(!source.contains("Name einer Person"), "{source}");
}

#[test]
fn files_that_may_show_the_same_are_named_with_what_to_do() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site.translation("hausordnung", "en", &translation("House rules"))
        .signed("translate hausordnung --to en");
    let pdf = format!("../regelwerk/{PDF}");
    site.signed(&format!("sign andere --adopt {pdf} --title Andere --as-of 2018-07 --from 2018-08-01"));
    let told = site.sign("withhold hausordnung --version 1 --ground court --reason x");
    assert!(told.starts_with("exit 0\n"), "{told}");
    for part in [
        "nicht mit gesperrt ist Eintrag 2 (Übersetzung (Englisch) „House rules“ zu Fassung 1 von hausordnung): vielleicht steht darin dasselbe",
        "`inkraft withhold hausordnung --entry 2 --ground court --reason \"…\"`",
        "nicht mit gesperrt ist Eintrag 3 (Fassung 1 von andere): byte für byte dieselbe Datei",
        "`inkraft withhold andere --entry 3 --ground court --reason \"…\"`",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    site.signed("withhold andere --version 1 --ground court --reason x --remove");
    let told = site.sign("withhold hausordnung --version 1 --remove --lang en");
    assert!(told.contains("entry 2 (translation (English)"), "{told}");
    assert!(told.contains("--entry 2 --ground court --reason \"…\" --remove`"), "{told}");
    assert!(!told.contains("entry 3 ("), "withheld itself: {told}");
}

#[test]
fn a_reason_is_signed_as_a_line_and_what_is_missing_or_not_used_is_said() {
    let site = withheld();
    let told = site.refused_to_sign("withhold hausordnung --version 2 --remove --ground court");
    assert!(told.contains("die Dateien von Eintrag 2 sind noch nicht gesperrt"), "{told}");
    assert!(told.contains("entry 2 are not withheld yet, and --ground or --reason is missing"), "{told}");
    let told = site.sign(&format!("{REMOVE} --ground court --reason x"));
    assert!(told.starts_with("exit 0\n") && told.contains("werden nicht verwendet"), "{told}");
    site.signed("withhold hausordnung --version 2 --ground court --reason ' Gebu\u{308}hr\n\u{1b}neu '");
    let json = site.run("history hausordnung --json");
    assert!(json.contains("\"reason\": \"Gebühr neu\""), "{json}");
    fs::write(site.path("one.pdf"), b"%PDF-1.7 one\n%%EOF\n").unwrap();
    site.signed("sign andere --adopt ../one.pdf --title Andere --as-of 2018-07 --from 2018-08-01");
    let told = site.sign("withhold andere --version 1 --ground court --reason x --remove");
    assert!(told.contains("1 Datei von Eintrag 5") && told.contains("Hier entfernt: 1 Datei in "), "{told}");
}

#[test]
fn a_withheld_file_leaves_no_empty_folder_on_the_page() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    assert!(site.run("attach hausordnung --page public/impressum.html --create").starts_with("exit 0"));
    assert!(site.path("regelwerk/public/hausordnung/1/hausordnung-v1.pdf").is_file());
    site.signed(ORDER);
    let told = site.run("attach hausordnung --page public/impressum.html");
    assert!(told.starts_with("exit 0\n") && told.contains("weil die Datei gesperrt ist"), "{told}");
    assert!(!site.path("regelwerk/public/hausordnung").exists());
    assert!(site.path("regelwerk/public/impressum.html").is_file());
}

#[test]
fn what_cannot_be_withheld_is_refused_and_nothing_changes() {
    let site = withheld();
    for (line, why) in [
        (ORDER, "schon gesperrt (Eintrag 3)"),
        ("withhold hausordnung --entry 3 --ground court --reason x", "hat keine eigenen Dateien"),
        ("withhold hausordnung --entry 9 --ground court --reason x", "keine frühere Erklärung"),
        (
            "withhold hausordnung --version 7 --ground court --reason x",
            "eine Fassung 7 ist nicht eingetragen",
        ),
        ("withhold hausordnung --version 2 --ground court --reason ' '", "die Begründung ist leer"),
        ("withhold hausordnung --version 2 --remove", "sind noch nicht gesperrt"),
    ] {
        let told = site.refused_to_sign(line);
        assert!(told.contains(why), "{line}: {told}");
    }
}

#[test]
fn a_void_withholding_withholds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut forge = Forge::new(folder.path());
    forge.issue("p", 1, b"%PDF-1.7 one");
    let officer = forge.officer().clone();
    let body = |target| {
        let (policy, reason) = ("p".parse().unwrap(), "Löschung".to_owned());
        Body::Withhold(Withhold {
            policy,
            target,
            ground: WithholdGround::Erasure,
            reason,
            events: Vec::new(),
        })
    };
    // It names itself, so it cannot stand.
    let record = forge.record(body(2));
    let note = Forge::sign(&record, &[&officer]);
    forge.void(&record, &note);
    forge.write();
    fs::remove_file(forge.dir().path(&Place::Pdf("p".parse().unwrap(), 1))).unwrap();
    let report = check(&forge.root, &forge.trust());
    let failures = told(&report, Level::Failure);
    assert_eq!(failures, ["#2: void-refused", "policies/p/1/p-v1.pdf: missing"]);
    let honest = forge.honest(body(1), &[&officer]);
    assert_eq!(honest, 3);
    forge.write();
    let report = check(&forge.root, &forge.trust());
    assert_eq!(told(&report, Level::Note), ["policies/p/1/: leftover", "policies/p/1/p-v1.pdf: withheld"]);
}

#[test]
fn a_withholding_says_when_it_was_decided() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site.signed(&format!("{ORDER} --event 'decided 2018-07-01 Amtsgericht'"));
    let told = site.run("history hausordnung");
    assert!(told.contains("        beschlossen am 01.07.2018 (Amtsgericht)\n"), "{told}");
}
