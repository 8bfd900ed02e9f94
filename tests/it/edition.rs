//! What an edition says beside the text: its address, that of the archive, and the versions before it.

use std::fs;

use serde_json::{Value, json};

use crate::site::{Site, policy};

/// The edition in the archived source of a version.
pub fn edition(site: &Site, policy: &str, version: u32) -> Value {
    let path = site.archive().join(format!("policies/{policy}/{version}/source/policy.json"));
    let source: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    source["edition"].clone()
}

/// Says in `inkraft.toml` where the policies are published.
pub fn published_at(site: &Site, base: &str) {
    let path = site.path("regelwerk/inkraft.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, format!("{text}base_url = \"{base}\"\n")).unwrap();
}

#[test]
fn a_version_tells_those_before_it_as_last_stated() {
    let mut site = Site::new();
    site.story(&[
        "draft hausordnung Hausordnung 2018-07-25",
        "sign hausordnung",
        "at 2019-01-10T09:00:00+01:00",
        "draft hausordnung Hausordnung 2019-02-01",
        "sign hausordnung",
        "at 2019-01-11T09:00:00+01:00",
        "withdraw hausordnung --entry 2 --ground error --reason 'falsche Datei'",
        "effect hausordnung --version 1 --from 2018-08-01 --last-day 2019-12-31",
        "at 2019-01-12T09:00:00+01:00",
    ]);
    let labelled = policy("Hausordnung", "2019-03-01")
        .replace("as_of", "label = \"Fassung 2019\"\nas_of")
        .replace("2018-07\"", "2019-01-12\"");
    site.draft("hausordnung", &labelled);
    assert!(site.sign("sign hausordnung").starts_with("exit 0"));
    site.draft("hausordnung", &policy("Hausordnung", "2020-01-01"));
    assert!(site.sign("sign hausordnung").starts_with("exit 0"));
    assert_eq!(edition(&site, "hausordnung", 1).get("history"), None);
    // Version 2 was withdrawn; the effect of version 1 was stated anew.
    let first = json!({ "version": 1, "as_of": "2018-07", "from": "2018-08-01", "until": "2020-01-01" });
    assert_eq!(edition(&site, "hausordnung", 3)["history"], json!([first]));
    let third = json!({ "version": 3, "label": "Fassung 2019", "as_of": "2019-01-12", "from": "2019-03-01" });
    assert_eq!(edition(&site, "hausordnung", 4)["history"], json!([first, third]));
    assert!(site.run("verify --rebuild").starts_with("exit 0"));
}

#[test]
fn addresses_are_complete_or_absent() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    published_at(&site, "https://www.muster.example/recht");
    site.signed("sign hausordnung");
    let said = edition(&site, "hausordnung", 1);
    assert_eq!(said["address"], "https://www.muster.example/recht/hausordnung/1/hausordnung-v1.pdf");
    assert_eq!(said["archive"], "https://www.muster.example/recht/");
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    published_at(&site, "../recht");
    site.signed("sign hausordnung");
    let said = edition(&site, "hausordnung", 1);
    assert_eq!((said.get("address"), said.get("archive")), (None, None));
}

#[test]
fn a_workspace_is_made_with_its_address_or_not_at_all() {
    let init = |base: &str| {
        let site = Site::empty();
        fs::write(site.path("passphrase"), "nur zum Testen\n").unwrap();
        crate::site::restrict(&site.path("passphrase"), 0o600);
        let line = format!(
            "init regelwerk --publisher Musterkammer --origin muster.example --officer 'Erika Muster' \
             --function Chefin --passphrase-file passphrase --base-url {base}"
        );
        (site.run(&line), fs::read_to_string(site.path("regelwerk/inkraft.toml")).unwrap_or_default())
    };
    let (told, config) = init("https://www.muster.example/recht");
    assert!(told.starts_with("exit 0"), "{told}");
    assert!(config.contains("\nbase_url = \"https://www.muster.example/recht\"\n"), "{config}");
    let (told, config) = init("ftp://muster.example");
    assert!(
        told.starts_with("exit 2") && told.contains("ftp://muster.example") && config.is_empty(),
        "{told}"
    );
}

#[test]
fn the_history_table_knows_of_repeals_and_corrections() {
    let mut site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    let misprint = policy("Hausordnung", "2018-07-25").replace("Ein Satz.", "Ein ganzer Satz.");
    site.at("2018-08-01T09:00:00+02:00");
    site.draft("hausordnung", &misprint).signed("correct hausordnung --reason Druckfehler");
    site.signed("repeal hausordnung --last-day 2018-12-31");
    site.at("2018-09-01T09:00:00+02:00");
    site.draft("hausordnung", &policy("Hausordnung", "2019-07-01")).signed("sign hausordnung");
    let past = json!({
        "version": 1, "as_of": "2018-07", "from": "2018-07-25", "until": "2019-01-01", "corrected": "2018-08-01"
    });
    assert_eq!(edition(&site, "hausordnung", 2)["history"], json!([past]));
    assert!(site.run("verify --rebuild").starts_with("exit 0\n"));
}
