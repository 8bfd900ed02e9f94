//! A file that must leave every copy: signed, removed, proven all the same, and taken back.

use std::fs;

use crate::forge::Forge;
use crate::site::{Site, policy};
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
        ("withhold hausordnung --version 2 --remove", "die Begründung ist leer"),
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
