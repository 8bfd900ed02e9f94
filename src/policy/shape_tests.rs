//! The shape of the data, the types it becomes, and the document that uses all of it agree with one another.

use serde_json::{Value as Json, json};

use super::problem::{Cause, Problem};
use super::shape::{OPEN, POLICY, Shape, Table};
use super::{parse, schema};
use crate::base::Lang;

/// A document that uses every field, as JSON.
fn everything() -> Json {
    let toml = include_str!("../../tests/policies/everything.toml");
    let value: toml::Value = toml::from_str(toml).unwrap();
    of_toml(value)
}

fn of_toml(value: toml::Value) -> Json {
    match value {
        toml::Value::Datetime(d) => json!(d.to_string()),
        toml::Value::Array(a) => a.into_iter().map(of_toml).collect(),
        toml::Value::Table(t) => Json::Object(t.into_iter().map(|(k, v)| (k, of_toml(v))).collect()),
        toml::Value::String(s) => json!(s),
        toml::Value::Integer(n) => json!(n),
        toml::Value::Boolean(b) => json!(b),
        toml::Value::Float(f) => json!(f),
    }
}

fn problems(data: &Json) -> Vec<Problem> {
    let text = serde_json::to_string_pretty(data).unwrap();
    parse("policy.json", &text, None).map_or_else(|p| p, |_| Vec::new())
}

/// Every place of the data at which a field of the shape stands or could stand: the path of its table, the table.
fn tables(path: &str, shape: &'static Table, data: &Json, out: &mut Vec<(String, &'static Table)>) {
    out.push((path.to_owned(), shape));
    for field in shape.fields {
        let path = format!("{path}/{}", field.name);
        let Some(value) = data.pointer(&path) else { continue };
        match &field.shape {
            Shape::Table(inner) => tables(&path, inner, data, out),
            Shape::Tables(inner) => {
                for i in 0..value.as_array().map_or(0, Vec::len) {
                    tables(&format!("{path}/{i}"), inner, data, out);
                }
            }
            Shape::Beginning if value.is_object() => tables(&path, &OPEN, data, out),
            _ => {}
        }
    }
}

fn all() -> (Json, Vec<(String, &'static Table)>) {
    let data = everything();
    let mut out = Vec::new();
    tables("", &POLICY, &data, &mut out);
    (data, out)
}

#[test]
fn json_says_the_same_as_toml() {
    let toml = include_str!("../../tests/policies/everything.toml");
    let json = serde_json::to_string_pretty(&everything()).unwrap();
    let (json, toml) = (parse("policy.json", &json, None), parse("policy.toml", toml, None));
    assert_eq!(json.unwrap(), toml.unwrap());
}

#[test]
fn every_field_is_used_somewhere_in_the_document_that_uses_all() {
    let (data, tables) = all();
    let mut unused: Vec<String> = Vec::new();
    for (_, shape) in &tables {
        for field in shape.fields {
            let used = tables.iter().any(|(path, s)| {
                std::ptr::eq(*s, *shape) && data.pointer(&format!("{path}/{}", field.name)).is_some()
            });
            let name = format!("{} of {}", field.name, shape.fields[0].name);
            // The end of an effect can be said in two ways, one of which is enough.
            if !used && field.stored == field.name && field.name != "until" && !unused.contains(&name) {
                unused.push(name);
            }
        }
    }
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn a_needed_field_is_missed_and_no_other() {
    let (data, tables) = all();
    for (path, shape) in tables {
        for field in shape.fields {
            let mut less = data.clone();
            let Some(table) = less.pointer_mut(&path).and_then(Json::as_object_mut) else { panic!("{path}") };
            if table.remove(field.name).is_none() {
                continue;
            }
            let missed = problems(&less)
                .iter()
                .any(|p| matches!(p.cause, Cause::Missing { field: name } if name == field.name));
            // Whether a section needs a text, and an annex a heading, depends on what else it has.
            if !["text", "heading", "label"].contains(&field.name) {
                assert_eq!(missed, field.needed, "{path}/{}", field.name);
            }
        }
    }
}

#[test]
fn every_field_refuses_what_it_does_not_take() {
    let (data, tables) = all();
    for (path, shape) in tables {
        for field in shape.fields {
            let at = format!("{path}/{}", field.name);
            if data.pointer(&at).is_none() {
                continue;
            }
            for wrong in
                [json!(1.5), Json::Null, json!({ "zzz": 1 }), json!([{ "zzz": 1 }]), json!("zzz \u{7}")]
            {
                let mut spoiled = data.clone();
                *spoiled.pointer_mut(&at).unwrap() = wrong.clone();
                assert!(!problems(&spoiled).is_empty(), "{at} takes {wrong}");
            }
        }
        let mut more = data.clone();
        more.pointer_mut(&path).unwrap()["zzz"] = json!(1);
        let unknown = |p: &Problem| matches!(&p.cause, Cause::UnknownField { name, .. } if name == "zzz");
        assert!(problems(&more).iter().any(unknown), "{path}");
    }
}

#[test]
fn the_schema_knows_every_field_and_nothing_else() {
    for lang in [Lang::De, Lang::En] {
        let schema: Json = serde_json::from_str(&schema(lang)).unwrap();
        let mut count = 0;
        fields(&schema, &mut |name, field| {
            count += 1;
            assert!(
                field["description"].as_str().is_some_and(|d| !d.is_empty()) || name == "$schema",
                "{name}"
            );
        });
        assert!(count > 100, "{count}");
        assert_eq!(schema["required"], json!(["title", "language", "publisher", "as_of", "sections"]));
    }
}

fn fields(schema: &Json, each: &mut impl FnMut(&str, &Json)) {
    match schema {
        Json::Object(map) => {
            for (key, value) in map {
                if key == "properties" {
                    for (name, field) in value.as_object().unwrap() {
                        each(name, field);
                    }
                }
                fields(value, each);
            }
        }
        Json::Array(list) => list.iter().for_each(|v| fields(v, each)),
        _ => {}
    }
}
