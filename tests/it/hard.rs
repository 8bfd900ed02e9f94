//! Documents that are hard to set, for the tests of the structure tree and for the validators.
//!
//! The samples in `documents/`, the policy that uses every construct, and made ones: the least there can be, § and
//! umlauts in every field of the document's data, and one of some 300 pages. They are set in process with their
//! assets; `tests/it/structure.rs` reads the result, `examples/hard-documents.rs` writes it to a folder.

// Not every user needs every verb.
#![allow(dead_code)]

use std::fmt::Write as _;
use std::path::Path;

use inkraft::base::effect::Effect;
use inkraft::policy;
use inkraft::typeset::{self, Edition, Source, TEMPLATE};

/// The code on the page, for documents that have an address.
const QR: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>\
    <rect width='90' height='90' fill='#fff'/><rect x='9' y='9' width='36' height='36'/></svg>";

/// A document to be set.
pub struct Document {
    /// What the file is called.
    pub name: String,
    /// The policy data.
    pub toml: String,
    /// Its assets by name.
    pub assets: Vec<(String, Vec<u8>)>,
    /// Whether it is marked as a draft.
    pub draft: bool,
}

impl Document {
    /// A policy file of this repository with the assets beside it.
    pub fn of(name: &str, file: &str) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let toml = std::fs::read_to_string(&file).unwrap();
        let mut assets = Vec::new();
        if let Ok(folder) = std::fs::read_dir(file.parent().unwrap().join("assets")) {
            for entry in folder {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                assets.push((name, std::fs::read(entry.path()).unwrap()));
            }
        }
        Self { name: name.to_owned(), toml, assets, draft: false }
    }

    fn made(name: &str, toml: String) -> Self {
        let plan = Self::of("", "tests/policies/everything.toml").assets;
        Self { name: name.to_owned(), toml, assets: plan, draft: false }
    }

    /// The same as a draft.
    pub fn draft(mut self) -> Self {
        self.name.push_str("-draft");
        self.draft = true;
        self
    }

    /// The PDF.
    pub fn set(&self) -> Vec<u8> {
        let names: Vec<&str> = self.assets.iter().map(|(name, _)| name.as_str()).collect();
        let policy = policy::parse("policy.toml", &self.toml, Some(&names)).unwrap_or_else(|problems| {
            let lang = inkraft::base::Lang::En;
            let drawn = problems.iter().map(|p| p.render(&self.name, &self.toml, lang, false));
            panic!("{}", drawn.collect::<String>())
        });
        let effect = policy.effect.clone();
        let effect = effect.unwrap_or_else(|| Effect::starting("2024-04-01".parse().unwrap()));
        let edition = serde_json::json!({
            "id": "muster",
            "version": policy.version.unwrap_or(1),
            "effect": effect,
            "date": "2024-03-25",
            "signer": {
                "name": "Jörg Müßig, § 3",
                "function": "Geschäftsführer",
                "key": "muster.example/regelwerk/joerg-muessig/1",
                "fingerprint": "6fbf84b1c4d1a2f0a3b5b0e3b9ad8f6de0f6a1ff3ad5d77c9c07e1c12de4c3a1",
            },
            "origin": "muster.example/regelwerk",
            "address": "https://muster.example/regelwerk/muster/1/",
            "draft": self.draft,
        });
        let edition: Edition = serde_json::from_value(edition).unwrap();
        let source = Source::new(policy, edition).to_bytes().unwrap();
        let mut assets = self.assets.clone();
        assets.push(("qr.svg".to_owned(), QR.into()));
        typeset::typeset(&source, TEMPLATE, &assets)
            .unwrap_or_else(|error| panic!("{}: {error:?}", self.name))
    }
}

/// Everything a policy can say.
pub fn everything() -> Document {
    Document::of("everything", "tests/policies/everything.toml")
}

/// All of them.
pub fn all() -> Vec<Document> {
    vec![
        minimal(),
        metadata(),
        everything(),
        everything().draft(),
        Document::of("concept-1", "documents/social-media-konzept/policy.toml"),
        Document::of("concept-2", "documents/social-media-konzept/policy-v2.toml"),
        Document::of("concept-3", "documents/social-media-konzept/policy-v3.toml"),
        Document::of("guideline", "documents/social-media-guideline/policy.toml"),
        Document::of("privacy-notice", "documents/datenschutzerklaerung/policy.toml"),
        Document::of("bylaws", "documents/bibliothekssatzung/policy.toml"),
        Document::of("bylaws-english", "documents/bibliothekssatzung/policy.en.toml"),
        Document::of("letter", "documents/rundschreiben/policy.toml"),
        Document::of("letter", "documents/rundschreiben/policy.toml").draft(),
        long(),
    ]
}

/// The least that is a policy.
pub fn minimal() -> Document {
    Document::made(
        "minimal",
        "title = \"Hausordnung\"\nlanguage = \"de\"\npublisher = \"Stadt\"\nas_of = \"2024-03\"\n\n\
         [[sections]]\ntext = \"Ein Satz.\"\n"
            .to_owned(),
    )
}

/// Characters beyond ASCII, and those that PDF, XML and Typst write in their own way, in every field of the data.
pub fn metadata() -> Document {
    let hard = r#"Ä § 3 <Öß> & (Größe\) „ŒÞ“ #x€ 'ﬁ'"#;
    let quoted = hard.replace('\\', r"\\");
    let mut toml = String::new();
    for field in ["title", "subtitle", "short_title", "reference", "label", "changes"] {
        writeln!(toml, "{field} = \"{quoted}, {field}\"").unwrap();
    }
    write!(
        toml,
        "form = \"bylaws\"\nlanguage = \"de\"\npublisher = [\"{quoted}, Ä\", \"{quoted}, Ü\"]\nas_of = \"2024-03\"\n\n\
         [letterhead]\nlogo = {{ file = \"plan.svg\", alt = \"Wappen: ein Bär & zwei Türme (§ 3)\" }}\n\n\
         [[sections]]\nlabel = \"§ 1\"\nheading = \"{quoted}\"\ntext = '''\n\
         [„ÄÖÜ“ § 5](https://example.org/ä?ö=§&x=(1))\n\n![Plan von „Ämtern“ & Räumen (links) nach § 1](plan.svg \"„Größe“ § 1\")\n'''\n",
    )
    .unwrap();
    Document::made("metadata", toml)
}

/// Some 300 pages: parts, tables over pages, footnotes, images, lists in lists.
pub fn long() -> Document {
    let mut toml = "form = \"bylaws\"\ntitle = \"Sammlung aller Ordnungen\"\nlanguage = \"de\"\n\
        publisher = \"Stadt Müllerhöhe\"\nas_of = \"2024-03\"\ncontents = true\n"
        .to_owned();
    let words = "Wer die Einrichtung benutzt, achtet auf andere und behandelt Räume und Geräte so, dass sie allen \
        lange dienen; Näheres bestimmt die Leitung nach § 5 Abs. 1 Nr. 3.";
    for part in 1..=20 {
        write!(
            toml,
            "\n[[sections]]\nid = \"teil-{part}\"\nlabel = \"Teil {part}\"\nheading = \"Ordnung Nummer {part}\"\n\
             restart = true\n"
        )
        .unwrap();
        for unit in 1..=20 {
            let paragraphs: String = (1..=4).map(|n| format!("({n}) {words}\n\n")).collect();
            let special = match unit % 4 {
                0 => rows(part, unit),
                1 => format!("Siehe [](#teil-{part}) und den Plan.\n\n![Plan der Räume: links der Lesesaal.](plan.svg \"Plan {part}.{unit}\")\n"),
                2 => "(5) Erlaubt sind\n\n1. Bücher,\n2. Geräte, und zwar\n   a) kleine,\n   b) große, wenn\n      \
                      aa) Platz ist,\n      bb) niemand wartet;\n3. Tische.\n"
                    .to_owned(),
                _ => format!("(5) {words}[^1]\n\n[^1]: {words}\n\n> {words}\n"),
            };
            write!(
                toml,
                "\n[[sections]]\nlevel = 2\nid = \"t{part}-p{unit}\"\nlabel = \"§ {unit}\"\n\
                 heading = \"Regel {unit} der Ordnung {part}\"\ntext = '''\n{paragraphs}{special}'''\n"
            )
            .unwrap();
        }
    }
    Document::made("long", toml)
}

/// A table that goes over two pages, with a footnote in it.
fn rows(part: u32, unit: u32) -> String {
    let mut table = "| Nr. | Gegenstand | Gebühr |\n|---|---|---:|\n".to_owned();
    for row in 1..=45 {
        let note = if row == 7 { "[^f]" } else { "" };
        writeln!(table, "| **{row}** | Leistung {part}.{unit}.{row}{note} | {row},50 € |").unwrap();
    }
    table + &format!("\n: Gebühren\n\n[^f]: Auf Antrag nach Nr. {part}.{unit}.\n")
}
