//! The JSON Schema of policy data, made from its shape, so that editors complete and check.
//!
//! Specification: `docs/policy-data.md`, "The same as JSON"; JSON Schema draft 7, the one that editors for TOML
//! know. It says what a single field takes; what spans fields (references, labels, texts) is for `check`.

use serde_json::{Map, Value, json};

use super::shape::{Field, OPEN, POLICY, Shape, Table};
use crate::base::{Lang, limits};

/// The schema, with descriptions in this language. Ends with a line break.
pub fn schema(lang: Lang) -> String {
    let mut root = table(&POLICY, lang);
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        root.insert("title".to_owned(), json!(lang.pick("Dokument (inkraft)", "Policy (inkraft)")));
        // Editors look at this field of a JSON file.
        if let Some(fields) = root.get_mut("properties").and_then(Value::as_object_mut) {
            fields.entry("$schema").or_insert_with(|| json!({ "type": "string" }));
        }
    }
    // A schema is made of strings and numbers: writing it cannot fail.
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

fn table(table: &'static Table, lang: Lang) -> Value {
    let fields: Map<String, Value> =
        table.fields.iter().map(|f| (f.name.to_owned(), described(f, lang))).collect();
    let needed: Vec<&str> = table.fields.iter().filter(|f| f.needed).map(|f| f.name).collect();
    let mut out = json!({ "type": "object", "additionalProperties": false, "properties": fields });
    if !needed.is_empty() {
        out["required"] = json!(needed);
    }
    if !table.one_of.is_empty() {
        out["anyOf"] = table.one_of.iter().map(|name| json!({ "required": [name] })).collect();
    }
    if !table.not_both.is_empty() {
        out["not"] = json!({ "anyOf": table.not_both.iter().map(|(a, b)| json!({ "required": [a, b] })).collect::<Vec<_>>() });
    }
    out
}

fn described(field: &'static Field, lang: Lang) -> Value {
    let mut out = shape(&field.shape, lang);
    out["description"] = lang.pick(field.about.0, field.about.1).into();
    out
}

fn shape(shape: &'static Shape, lang: Lang) -> Value {
    // Something other than white space, on one line.
    let line = || json!({ "type": "string", "pattern": "^[^\\n\\r]*\\S[^\\n\\r]*$" });
    let day = || json!({ "type": "string", "format": "date" });
    let id = || json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": limits::ID });
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    let list = |items: Value| json!({ "type": "array", "items": items, "minItems": 1 });
    let set = |items: Value| json!({ "type": "array", "items": items, "minItems": 1, "uniqueItems": true });
    match shape {
        Shape::Line | Shape::Label => line(),
        Shape::Lines => {
            json!({ "anyOf": [line(), { "type": "array", "items": line(), "minItems": 1 }] })
        }
        Shape::Text => json!({ "type": "string", "pattern": "\\S" }),
        Shape::YesNo => json!({ "type": "boolean" }),
        Shape::Number(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Scalar(_) => json!({ "anyOf": [line(), { "type": "integer" }] }),
        Shape::Day | Shape::LastDay => day(),
        Shape::AsOf => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$" }),
        Shape::Beginning => json!({ "anyOf": [day(), table(&OPEN, lang)] }),
        Shape::Id | Shape::Ref(_) => id(),
        Shape::Refs(_) => set(id()),
        Shape::Email => json!({ "type": "string", "pattern": "^[^@\\s<>]+@[^@\\s<>]+$" }),
        Shape::Url => json!({ "type": "string", "pattern": "^(https?://|mailto:|tel:)\\S+$" }),
        Shape::Image => {
            json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*\\.(svg|png|jpe?g)$" })
        }
        Shape::Word(known) => words(known),
        Shape::Words(known) => set(words(known)),
        Shape::Table(inner) => table(inner, lang),
        Shape::Tables(inner) => list(table(inner, lang)),
    }
}
