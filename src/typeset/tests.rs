//! What the PDF must be, whatever the policy says.

use std::io::Write as _;

use super::*;
use crate::base::Lang;
use crate::base::Say as _;
use crate::base::effect::Effect;
use crate::policy;

const SAMPLE: &str = include_str!("../../documents/social-media-konzept/policy.toml");

fn edition(draft: bool) -> Edition {
    Edition {
        id: "social-media-konzept".parse().unwrap(),
        version: 1,
        effect: Effect::starting("2018-07-01".parse().unwrap()),
        date: "2018-07-25".parse().unwrap(),
        signer: (!draft).then(|| Signer {
            name: "Anna Muster".into(),
            function: Some("Hauptgeschäftsführerin".into()),
            key: "example.org/archiv/anna-muster/1".into(),
            fingerprint: "6fbf84b1c4d1a2f0a3b5b0e3b9ad8f6de0f6a1ff3ad5d77c9c07e1c12de4c3a1".into(),
        }),
        origin: "example.org/archiv".into(),
        address: Some("https://example.org/policies/social-media-konzept/1/".into()),
        draft,
    }
}

fn read(toml: &str) -> policy::Policy {
    policy::parse("policy.toml", toml).unwrap_or_else(|problems| {
        panic!(
            "{}",
            problems.iter().map(|p| p.render("policy.toml", toml, Lang::En, false)).collect::<String>()
        )
    })
}

fn source(toml: &str, draft: bool) -> Vec<u8> {
    Source::new(read(toml), edition(draft)).to_bytes().unwrap()
}

fn set(toml: &str, draft: bool) -> Vec<u8> {
    typeset(&source(toml, draft), TEMPLATE, &[]).unwrap()
}

/// Writes the PDFs to look at: `cargo test -- --ignored look` with `LOOK` naming a folder.
#[test]
#[ignore = "writes files"]
fn look() {
    let folder = std::path::PathBuf::from(std::env::var_os("LOOK").unwrap());
    for (name, draft) in [("signed", false), ("draft", true)] {
        let mut file = std::fs::File::create(folder.join(format!("{name}.pdf"))).unwrap();
        file.write_all(&set(SAMPLE, draft)).unwrap();
    }
}
