//! The published in-force cases, all files of `tests/cases/in-force/`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::cases;

fn files() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/in-force");
    let paths = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    paths.map(|p| (p.display().to_string(), std::fs::read_to_string(&p).unwrap())).collect()
}

#[test]
fn every_published_case_comes_out_as_it_says() {
    let files = files();
    for (path, text) in &files {
        let report = cases::run(text).unwrap_or_else(|e| panic!("{path}: {e}"));
        assert!(report.differences.is_empty(), "{path}:\n{}", report.differences.join("\n"));
        assert!(report.notes.is_empty(), "{path}:\n{}", report.notes.join("\n"));
        assert!(report.questions + report.refused > 0, "{path} asks nothing");
    }
    assert!(!files.is_empty());
}

/// All words that stand under a key, however deep.
fn under(key: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(word) if name == key => drop(found.insert(word.clone())),
                    Value::Array(words) if name == key => {
                        found.extend(words.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => under(key, value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| under(key, value, found)),
        _ => {}
    }
}

#[test]
fn the_cases_together_show_every_answer_every_flag_and_every_refusal() {
    let files: Vec<Value> = files().iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect();
    let all = |key| {
        let mut found = BTreeSet::new();
        files.iter().for_each(|file| under(key, file, &mut found));
        found.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(all("answer"), ["none", "one", "several", "undetermined"]);
    assert_eq!(all("flags"), ["before-publication", "foreseen", "gap", "retroactive", "revised"]);
    let refusals: BTreeSet<String> = all("because").into_iter().collect();
    assert_eq!(refusals, cases::known_codes().map(str::to_owned).into());
    let mut whys = BTreeSet::new();
    let asked = files.iter().flat_map(|f| f["cases"].as_array().unwrap());
    asked.for_each(|case| under("why", &case["questions"], &mut whys));
    assert_eq!(
        whys.into_iter().collect::<Vec<_>>(),
        ["expired", "no-record", "not-yet", "repealed", "withdrawn"]
    );
}

#[test]
fn every_case_has_a_name_of_its_own_and_says_why() {
    let mut names = BTreeSet::new();
    for (path, text) in files() {
        let file: Value = serde_json::from_str(&text).unwrap();
        let (cases, refused) = (file["cases"].as_array().unwrap(), file["refused"].as_array().unwrap());
        for case in cases.iter().chain(refused) {
            let name = case["id"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} is there twice");
        }
        for case in cases {
            let said = |field: &str| case[field].as_str().is_some_and(|text| !text.is_empty());
            assert!(said("title") && said("why"), "{path}: {} does not say why", case["id"]);
        }
    }
}

#[test]
fn a_file_with_a_field_that_we_do_not_know_is_not_read() {
    let file = |field: &str| {
        format!(
            r#"{{"format": "inkraft/in-force-cases/1", "cases": [{{"id": "x", "today": "2026-01-01",
                "records": [], "questions": [{{"on": "2026-01-01", {field}
                "expect": {{"answer": "none", "why": "no-record"}}}}]}}]}}"#
        )
    };
    assert_eq!(cases::run(&file("")).unwrap().differences, Vec::<String>::new());
    assert!(cases::run(&file(r#""as_knwon": "2025-01-01","#)).is_err());
    assert!(cases::run(&file("").replace("cases/1", "cases/2")).is_err());
}

#[test]
fn a_difference_names_the_case_the_question_and_both_answers() {
    let file = r#"{"format": "inkraft/in-force-cases/1", "cases": [{"id": "x", "today": "2026-01-01",
        "records": [], "questions": [{"on": "2026-01-01", "expect": {"answer": "one", "version": 1}}]}]}"#;
    let report = cases::run(file).unwrap();
    let expected = "x: p on 2026-01-01 as known 2026-01-01\n  \
        expected {\"answer\":\"one\",\"version\":1}\n  \
        got      {\"answer\":\"none\",\"why\":\"no-record\"}";
    assert_eq!(report.differences, [expected]);
}
