//! Corrections and other files of a version as an officer makes them and as readers meet them.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use crate::renditions::translated;
use crate::site::{Site, policy};

/// The house rules with a mistake put right.
fn corrected_draft() -> String {
    policy("Hausordnung", "2018-07-25").replace("Ein Satz.", "Ein berichtigter Satz.")
}

const CORRECT: &str = "correct hausordnung --reason 'Druckfehler in Abschnitt 1'";

#[test]
fn a_correction_from_the_draft_to_every_answer() {
    let mut site = translated();
    site.draft("hausordnung", &corrected_draft());
    assert_snapshot!(site.story(&[
        "at 2018-08-01T11:00:00+02:00",
        "correct hausordnung --reason 'Druckfehler in Abschnitt 1' --event 'beschlossen 31.07.2018'",
        "verify --rebuild",
        "in-force hausordnung",
        "history hausordnung",
        "history hausordnung --json",
        "attach hausordnung",
        "withdraw hausordnung --entry 3 --ground error --reason 'so stand es da'",
        "in-force hausordnung",
    ]));
    let source = site.archive().join("policies/hausordnung/1/renditions/3/source/policy.json");
    let source: Value = serde_json::from_slice(&fs::read(source).unwrap()).unwrap();
    assert_eq!(source["edition"]["rendition"]["purpose"], "correction");
    assert_eq!(source["edition"]["date"], "2018-08-01");
}

#[test]
fn of_two_corrections_the_one_before_applies_again_when_the_last_is_withdrawn() {
    let mut site = translated().english();
    site.draft("hausordnung", &corrected_draft());
    site.signed(CORRECT);
    site.draft("hausordnung", &corrected_draft().replace("berichtigter", "noch besserer"));
    assert_snapshot!(site.story(&[
        CORRECT,
        "translate hausordnung --to en",
        "withdraw hausordnung --entry 4 --ground error --reason 'nicht gemeint'",
        "withdraw hausordnung --entry 5 --ground error --reason 'zu frei'",
        "history hausordnung",
        "in-force hausordnung",
    ]));
}

#[test]
fn a_draft_that_is_no_correction_is_refused() {
    let site = translated();
    let good = corrected_draft();
    let refused = |text: &str, line: &str| {
        site.draft("hausordnung", text);
        site.refused_to_sign(line)
    };
    let told = [
        refused(&policy("Hausordnung", "2018-07-25"), CORRECT),
        // How it is issued is no text.
        refused(&policy("Hausordnung", "2018-07-25").replace("as_of", "version = 1\nas_of"), CORRECT),
        refused(&good.replace("\"de\"", "\"en\""), CORRECT),
        refused(&good.replace("2018-07\"", "2018-08\""), CORRECT),
        refused(&good.replace("as_of", "label = \"neu\"\nas_of"), CORRECT),
        refused(&good.replace("as_of", "version = 2\nas_of"), CORRECT),
        refused(&good.replace("2018-07-25", "2018-07-26"), CORRECT),
        refused(&good, "correct hausordnung --reason ' '"),
        refused(&good, "correct hausordnung"),
        refused(&good, "correct hausordnung --version 2 --reason x"),
        refused(&good, "correct hausordnung --reason x --title Hausregeln"),
        refused(&good, "rendition hausordnung --purpose correction"),
        refused(&good, "rendition hausordnung --purpose accessible --language de --pdf keines.pdf"),
        refused(&good, "rendition hausordnung --purpose accessible --language hsb"),
        refused(&good, "rendition hausordnung --purpose accessible --language Sorbisch"),
        refused(&good, "rendition hausordnung --purpose reissue --language hsb"),
    ];
    assert_snapshot!(told.join("\n"));
}

/// A reissue is the text in the archive, not that of the draft, which has gone on.
#[test]
fn other_files_of_a_version() {
    let mut site = translated();
    fs::write(site.path("regelwerk/gross.pdf"), b"%PDF-1.4\nlarge print\n%%EOF\n").unwrap();
    site.draft("hausordnung", &policy("Hausordnung neu", "2019-01-01").replace("2018-07\"", "2018-12\""));
    assert_snapshot!(site.story(&[
        "at 2018-08-01T11:00:00+02:00",
        "rendition hausordnung --purpose accessible --pdf gross.pdf --title 'Hausordnung in Großdruck'",
        "rendition hausordnung --purpose accessible --pdf gross.pdf --language hsb --title Domjacy",
        "rendition hausordnung --purpose reissue --reason 'neues Logo'",
        "rendition hausordnung --purpose reissue --language en",
        "rendition hausordnung --purpose consolidated --language en",
        "verify --rebuild",
        "history hausordnung",
        "attach hausordnung",
    ]));
    let text = |path: &str| {
        let source = fs::read(site.archive().join("policies/hausordnung/1").join(path)).unwrap();
        serde_json::from_slice::<Value>(&source).unwrap()["policy"].clone()
    };
    assert_eq!(text("renditions/5/source/policy.json"), text("source/policy.json"));
    assert_eq!(text("renditions/6/source/policy.json"), text("renditions/2/source/policy.json"));
}

/// Images are part of the text: those in the archive are set again, whatever became of them in the workspace.
#[test]
fn a_reissue_shows_the_images_that_were_archived() {
    let site = Site::new();
    let image = |fill: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\" fill=\"{fill}\"/></svg>"
        )
    };
    let text = policy("Hausordnung", "2018-07-25").replace("Ein Satz.", "Ein Satz.\\n\\n![Plan](plan.svg)");
    site.draft("hausordnung", &text);
    let assets = site.path("regelwerk/documents/hausordnung/assets");
    fs::create_dir(&assets).unwrap();
    fs::write(assets.join("plan.svg"), image("red")).unwrap();
    site.signed("sign hausordnung");
    fs::write(assets.join("plan.svg"), image("blue")).unwrap();
    // Another picture is another text.
    site.signed("correct hausordnung --reason 'falscher Plan'");
    fs::remove_file(assets.join("plan.svg")).unwrap();
    site.signed("rendition hausordnung --purpose reissue");
    let archived = |path: &str| {
        fs::read_to_string(
            site.archive().join("policies/hausordnung/1").join(path).join("source/assets/plan.svg"),
        )
    };
    assert_eq!(archived("").unwrap(), image("red"));
    assert_eq!(archived("renditions/2").unwrap(), image("blue"));
    assert_eq!(archived("renditions/3").unwrap(), image("blue"));
    assert!(site.run("verify --rebuild").starts_with("exit 0\n"));
}

#[test]
fn a_correction_with_the_text_of_another_version_is_warned_of() {
    let mut site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site.at("2018-08-01T09:00:00+02:00");
    let second = policy("Hausordnung", "2019-01-01").replace("Ein Satz.", "Ein anderer Satz.");
    site.draft("hausordnung", &second).signed("sign hausordnung");
    // The draft still holds the second version's text.
    site.draft("hausordnung", &second.replace("[effect]\nfrom = 2019-01-01\n", ""));
    let told = site.sign("correct hausordnung --version 1 --reason Druckfehler");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(told.contains("der Entwurf hat Wort für Wort den Text von Fassung 2"), "{told}");
    let told = site.sign("correct hausordnung --version 2 --reason Druckfehler");
    assert!(told.starts_with("exit 1\n"), "{told}");
}
