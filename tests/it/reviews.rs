//! The recurring evaluation: from a draft to the log, its report held like any other file.

use std::fs;

use crate::forge::{Forge, day};
use crate::site::{Site, policy};
use crate::tamper::{check, told};
use inkraft::format::layout::Place;
use inkraft::format::record::{Body, FileRef, Outcome, Review};
use inkraft::verify::Level;

/// A policy with two channels, evaluated every half year.
pub fn channelled(from: &str) -> String {
    policy("Social-Media-Konzept", from).replace(
        "[[sections]]\n",
        "[review]\nevery_months = 6\n\n[[channels]]\nid = \"facebook\"\nnetwork = \"Facebook\"\n\n\
         [[channels]]\nid = \"twitter\"\nnetwork = \"Twitter\"\n\n[[sections]]\nshow = [\"channels\", \"review\"]\n",
    )
}

/// Version 1, and half a year later the draft that `--start` writes.
pub fn started() -> Site {
    let mut site = Site::new();
    site.draft("konzept", &channelled("2018-07-25")).signed("sign konzept");
    site.at("2019-01-21T10:00:00+01:00");
    let told = site.run("review konzept --start");
    assert_eq!(told, "exit 0\nEntwurf angelegt: documents/konzept/review.toml\n");
    site
}

fn draft(site: &Site) -> std::path::PathBuf {
    site.path("regelwerk/documents/konzept/review.toml")
}

/// The draft with its reasons filled in.
pub fn reasoned() -> Site {
    let site = started();
    let text = fs::read_to_string(draft(&site)).unwrap();
    let text =
        text.replace("reason = \"\"", "reason = \"bewährt\"").replace("# law = [\"…\"]", "law = [\"DSGVO\"]");
    fs::write(draft(&site), text).unwrap();
    site
}

#[test]
fn a_started_draft_knows_the_channels_and_the_next_day_and_asks_for_reasons() {
    let site = started();
    let text = fs::read_to_string(draft(&site)).unwrap();
    for line in [
        "since = 2018-07-25 ",
        "through = 2019-01-21 ",
        "by = \"Erika Muster\"",
        "function = \"Hauptgeschäftsführerin\"",
        "next_due = 2019-07-21 ",
        "channel = \"facebook\"   # Facebook\noutcome = \"keep\"",
        "channel = \"twitter\"   # Twitter\noutcome = \"keep\"",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let told = site.refused_to_sign("review konzept");
    assert_eq!(
        told.matches("--> documents/konzept/review.toml:").count(),
        4,
        "two empty reasons, in two languages: {told}"
    );
    assert!(site.run("review konzept --start").contains("gibt es schon"), "nothing is overwritten");
}

#[test]
fn a_review_is_signed_logged_shown_and_published() {
    let mut site = reasoned();
    let told = site.sign("review konzept --event 'decided 2019-01-20 Präsidium'");
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(told.contains("beschlossen am 20.01.2019 (Präsidium)"), "{told}");
    assert!(told.contains("Entscheidung  facebook: unverändert fortführen – bewährt"), "{told}");
    assert!(told.ends_with("  archive/policies/konzept/reviews/2/review.json\n"), "{told}");
    let report = site.archive().join("policies/konzept/reviews/2/review.json");
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    assert_eq!((json["format"].as_str(), json["law"][0].as_str()), (Some("inkraft/review/1"), Some("DSGVO")));
    let history = site.both("history konzept");
    assert!(history.contains(
        "Evaluierung 25.07.2018 bis 21.01.2019: facebook: unverändert fortführen, twitter: unverändert fortführen; nächste fällig am 21.07.2019"
    ), "{history}");
    assert!(history.contains("the next due on 2019-07-21"), "{history}");
    assert!(history.contains("        decided on 2019-01-20 (Präsidium)\n"), "{history}");
    let json = site.run("history konzept --json");
    assert!(
        json.contains("\"outcome\": \"keep\"") && json.contains("\"next_due\": \"2019-07-21\""),
        "{json}"
    );
    let manifest = fs::read_to_string(site.archive().join("policies/konzept/manifest")).unwrap();
    assert!(
        manifest.contains("next-due 2019-07-21\ndecision keep facebook\ndecision keep twitter\nreport "),
        "{manifest}"
    );
    let page = site.run("attach konzept");
    assert!(page.contains("Letzte Evaluierung (vom "), "{page}");
    assert!(page.contains("Die nächste ist am <time datetime=\"2019-07-21\">"), "{page}");
    // The second draft goes on where the first ended.
    fs::rename(draft(&site), site.path("regelwerk/documents/konzept/review-1.toml")).unwrap();
    site.at("2019-07-22T10:00:00+02:00").run("review konzept --start");
    assert!(fs::read_to_string(draft(&site)).unwrap().contains("since = 2019-01-22 "));
}

#[test]
fn the_report_is_held_like_any_other_file() {
    let site = reasoned();
    site.signed("review konzept");
    let report = site.archive().join("policies/konzept/reviews/2/review.json");
    let good = fs::read(&report).unwrap();
    fs::write(&report, good.to_ascii_uppercase()).unwrap();
    assert!(site.run("verify").contains("reviews/2/review.json: wurde verändert"));
    fs::remove_file(&report).unwrap();
    assert!(site.run("verify").contains("reviews/2/review.json: fehlt"));
    fs::write(&report, &good).unwrap();
    assert!(site.run("verify --rebuild").starts_with("exit 0\n"));
    let other = site.archive().join("policies/konzept/reviews/1/review.json");
    fs::create_dir_all(other.parent().unwrap()).unwrap();
    fs::write(&other, &good).unwrap();
    assert!(site.run("verify").contains("reviews/1/review.json: gehört nicht ins Archiv"));
    let later = site.archive().join("policies/konzept/reviews/9");
    fs::rename(other.parent().unwrap(), &later).unwrap();
    let told = site.run("verify");
    assert!(told.starts_with("exit 0\n") && told.contains("Rest eines abgebrochenen Eintrags"), "{told}");
    // A report can have to leave the copies too.
    fs::remove_dir_all(&later).unwrap();
    site.signed("withhold konzept --entry 2 --ground erasure --reason 'Name in einer Beschwerde' --remove");
    let told = site.run("verify");
    assert!(told.starts_with("exit 0\n") && told.contains("reviews/2/review.json: ist gesperrt"), "{told}");
}

#[test]
fn a_report_of_a_later_format_asks_for_a_newer_version() {
    for (format, code) in [("inkraft/review/2", "needs-newer"), ("inkraft/review/02", "source-differs")] {
        let folder = tempfile::tempdir().unwrap();
        let mut forge = Forge::new(folder.path());
        forge.issue("p", 1, b"%PDF-1.7 one");
        let officer = forge.officer().clone();
        let report = format!("{{\"format\":\"{format}\",\"something\":\"else\"}}").into_bytes();
        let review = Review {
            policy: "p".parse().unwrap(),
            since: day("2018-07-01"),
            through: day("2018-12-31"),
            by: "Erika Muster".to_owned(),
            function: None,
            necessary: true,
            alternatives: true,
            decisions: vec![inkraft::format::record::Decision { channel: None, outcome: Outcome::Keep }],
            next_due: day("2019-12-31"),
            published: None,
            report: Some(FileRef::of(&report)),
            events: Vec::new(),
        };
        let entry = forge.honest(Body::Review(Box::new(review)), &[&officer]);
        forge.put(&Place::Review("p".parse().unwrap(), entry), &report);
        forge.write();
        let checked = check(&forge.root, &forge.trust());
        assert_eq!(checked.judged(), code != "needs-newer");
        assert_eq!(
            told(&checked, Level::Failure),
            [format!("policies/p/reviews/{entry}/review.json: {code}")]
        );
    }
}

/// Of whatever kind a withdrawn record is, the history says that it was withdrawn.
#[test]
fn what_was_withdrawn_is_told_of_every_kind() {
    let site = reasoned();
    site.signed("review konzept").signed("effect konzept --version 1 --from 2019-03-01");
    site.signed("repeal konzept --last-day 2019-12-31");
    for entry in 2..=4 {
        site.signed(&format!("withdraw konzept --entry {entry} --ground error --reason Versehen"));
    }
    site.signed("withdraw konzept --entry 7 --ground error --reason doch");
    let told = site.run("history konzept");
    let withdrawn: Vec<&str> = told.lines().filter(|l| l.ends_with(" – zurückgenommen")).collect();
    assert_eq!(
        withdrawn,
        [
            "  #2  21.01.2019  Evaluierung 25.07.2018 bis 21.01.2019: facebook: unverändert fortführen, twitter: unverändert fortführen; nächste fällig am 21.07.2019 – zurückgenommen",
            "  #3  21.01.2019  Geltungsregelung zu Eintrag 1: ab 01.03.2019 – zurückgenommen",
            "  #7  21.01.2019  Rücknahme von Eintrag 4 (Irrtum: Versehen) – zurückgenommen",
        ]
    );
    let json = site.command(&["history", "konzept", "--json"]).output().unwrap().stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let records = json["policies"][0]["records"].as_array().unwrap();
    let withdrawn = records.iter().filter(|r| r["withdrawn"] == true).map(|r| r["entry"].as_u64().unwrap());
    assert_eq!(withdrawn.collect::<Vec<_>>(), [2, 3, 7]);
    assert!(records.iter().all(|r| r["withdrawn"].is_null() || r["withdrawn"] == true));
}

#[test]
fn every_mistake_of_a_draft_is_told_at_once() {
    let site = reasoned();
    let text = fs::read_to_string(draft(&site)).unwrap();
    let text = text.replace("channel = \"twitter\"", "channel = \"twiter\"").replace("by = ", "bye = ");
    fs::write(draft(&site), text.replace("next_due = 2019-07-21", "next_due = 2019-01-01")).unwrap();
    let told = site.refused_to_sign("review konzept");
    for part in [
        "„bye“",
        "„by“",
        "„twiter“",
        "Meinten Sie „twitter“?",
        "„twitter“ ist nichts entschieden",
        "next_due",
        "did you mean",
        "review.toml:",
    ] {
        assert!(told.to_lowercase().contains(&part.to_lowercase()), "{part}: {told}");
    }
    fs::remove_file(draft(&site)).unwrap();
    assert!(site.refused_to_sign("review konzept").contains("`inkraft review konzept --start` legt ihn an"));
    fs::write(draft(&site), b"by = \"\xff\"").unwrap();
    assert!(site.refused_to_sign("review konzept").contains("nicht in UTF-8"));
}
