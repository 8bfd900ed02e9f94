//! A PDF that existed before is taken over as a version, and says so wherever it is shown.

use std::fs;

use insta::assert_snapshot;
use serde_json::json;

use crate::edition::edition;
use crate::site::{Site, policy};

const OLD: &[u8] = b"%PDF-1.4\nan old house rule\n%%EOF\n";

/// A workspace beside an old PDF.
fn with_old() -> Site {
    let site = Site::new();
    fs::write(site.path("regelwerk/alt.pdf"), OLD).unwrap();
    site
}

const ADOPT: &str = "sign hausordnung --adopt alt.pdf --title Hausordnung --as-of 2010-03 --from 01.04.2010 --label 'Fassung 2010'";

#[test]
fn an_old_pdf_from_adoption_to_every_answer() {
    let mut site = with_old();
    let adopt = format!("{ADOPT} --event 'veröffentlicht 15.03.2010 Aushang'");
    assert_snapshot!(site.story(&[
        adopt.as_str(),
        "draft hausordnung Hausordnung 2018-07-25",
        "sign hausordnung",
        "at 2018-08-01T09:00:00+02:00",
        "verify --rebuild",
        "history hausordnung",
        "history hausordnung --json",
        "in-force hausordnung --on 2012-01-01",
        "verify alt.pdf",
        "attach hausordnung",
    ]));
    let published = fs::read(site.archive().join("policies/hausordnung/1/hausordnung-v1.pdf")).unwrap();
    assert_eq!(published, OLD);
    let manifest = fs::read_to_string(site.archive().join("policies/hausordnung/manifest")).unwrap();
    let lines: Vec<&str> = manifest.lines().skip(5).take(7).filter(|l| !l.starts_with("pdf")).collect();
    let entry = "entry 1 2018-07-02T10:00:00+02:00";
    assert_eq!(
        lines,
        [
            "version 1",
            "title Hausordnung",
            "as-of 2010-03",
            entry,
            "adopted",
            "in-force 2010-04-01 2018-07-25"
        ]
    );
    // The history table of the next version knows it.
    let first = json!({
        "version": 1, "label": "Fassung 2010", "as_of": "2010-03", "from": "2010-04-01", "adopted": true
    });
    assert_eq!(edition(&site, "hausordnung", 2)["history"], json!([first]));
}

#[test]
fn an_old_text_between_or_before_newer_ones() {
    let mut site = with_old();
    assert_snapshot!(site.story(&[
        "draft hausordnung Hausordnung 2018-07-25",
        "sign hausordnung",
        ADOPT,
        "withdraw hausordnung --version 2 --ground error --reason 'letzter Tag vergessen'",
        "sign hausordnung --adopt alt.pdf --title Hausordnung --as-of 03.2010 --from 2010-04-01 --last-day 2018-07-24 --lang en",
        "history hausordnung",
        "in-force hausordnung",
        "verify --rebuild",
    ]));
}

#[test]
fn what_cannot_be_adopted_is_refused() {
    let site = with_old();
    fs::write(site.path("regelwerk/brief.docx"), b"PK\x03\x04").unwrap();
    fs::create_dir(site.path("regelwerk/ordner.pdf")).unwrap();
    let lines = [
        "sign hausordnung --adopt alt.pdf",
        "sign hausordnung --adopt alt.pdf --title ' ' --as-of 2010-03 --from 2010-04-01",
        "sign hausordnung --adopt alt.pdf --title Hausordnung --as-of März --from 2010-04-01",
        "sign hausordnung --adopt alt.pdf --title Hausordnung --as-of 2010-03 --from 2010-04-01 --last-day 2010-03-31",
        "sign hausordnung --adopt alt.pdf --title Hausordnung --as-of 2010-03 --from 2010-04-01 --amends 1",
        "sign hausordnung --adopt brief.docx --title Hausordnung --as-of 2010-03 --from 2010-04-01",
        "sign hausordnung --adopt ordner.pdf --title Hausordnung --as-of 2010-03 --from 2010-04-01",
        "sign hausordnung --adopt fehlt.pdf --title Hausordnung --as-of 2010-03 --from 2010-04-01",
        "sign hausordnung --title Hausordnung",
        "sign hausordnung --language en",
    ];
    let told: String = lines.iter().map(|l| format!("$ {l}\n{}", site.refused_to_sign(l))).collect();
    assert_snapshot!(told);
}

#[test]
fn an_adopted_version_can_be_corrected_translated_and_moved_but_not_set_anew() {
    let mut site = with_old();
    fs::write(site.path("regelwerk/neu.pdf"), b"%PDF-1.4\nwhole\n%%EOF\n").unwrap();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    assert_snapshot!(site.story(&[
        ADOPT,
        "correct hausordnung --pdf alt.pdf --reason 'Seite 3 fehlte'",
        "correct hausordnung --pdf neu.pdf --reason 'Seite 3 fehlte'",
        "rendition hausordnung --purpose reissue",
        "rendition hausordnung --purpose accessible --pdf neu.pdf",
        "effect shorten hausordnung --last-day 2018-12-31",
        "history hausordnung",
        "verify --rebuild",
    ]));
}
