//! The files that a record speaks of, each at its place.
//!
//! Specification: `docs/archive-format.md`, "Files". Takes an issue, a rendition or a review and the index of its entry;
//! gives places, contents and limits. Writers and readers ask here, so that both mean the same files; what
//! holds for a version holds for every rendition of it.

use super::layout::{Part, Place};
use super::record::{Body, FileRef, Typeset};
use crate::base::{Id, limits};

/// The files of a version, or of one of its renditions.
#[derive(Debug, Clone)]
pub struct Files<'a> {
    /// The policy.
    pub policy: &'a Id,
    /// The version.
    pub version: u32,
    /// The PDF as archived.
    pub pdf: FileRef,
    /// What it was made from, if it was typeset.
    pub typeset: Option<&'a Typeset>,
    /// Of a rendition: the index of its entry, and what the name of its PDF ends in.
    rendition: Option<(u64, String)>,
}

/// A file with what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Where it lies.
    pub place: Place,
    /// What it holds.
    pub content: FileRef,
    /// The most bytes that such a file may have.
    pub limit: u64,
}

/// All files of the record with this index, of whatever kind it is.
pub fn all(body: &Body, index: u64) -> Vec<Expected> {
    match body {
        Body::Review(review) => {
            let at = |content| Expected {
                place: Place::Review(review.policy.clone(), index),
                content,
                limit: limits::REVIEW,
            };
            review.report.map(at).into_iter().collect()
        }
        _ => Files::of(body, index).map(|files| files.all()).unwrap_or_default(),
    }
}

impl<'a> Files<'a> {
    /// The files of the version or rendition with this index; `None` if it speaks of none.
    pub fn of(body: &'a Body, index: u64) -> Option<Self> {
        Some(match body {
            Body::Issue(i) => Self {
                policy: &i.policy,
                version: i.version,
                pdf: i.pdf,
                typeset: i.typeset.as_ref(),
                rendition: None,
            },
            Body::Rendition(r) => Self {
                policy: &r.policy,
                version: r.version,
                pdf: r.pdf,
                typeset: r.typeset.as_ref(),
                rendition: Some((index, r.tail())),
            },
            _ => return None,
        })
    }

    /// Where the PDF lies.
    pub fn pdf_place(&self) -> Place {
        let (id, v) = (self.policy.clone(), self.version);
        match &self.rendition {
            None => Place::Pdf(id, v),
            Some((index, tail)) => Place::Rendition(id, v, *index, Part::Pdf(tail.clone())),
        }
    }

    /// Where the canonical source data lies.
    pub fn source_place(&self) -> Place {
        let (id, v) = (self.policy.clone(), self.version);
        match &self.rendition {
            None => Place::Source(id, v),
            Some((index, _)) => Place::Rendition(id, v, *index, Part::Source),
        }
    }

    /// Where the template lies.
    pub fn template_place(&self) -> Place {
        let (id, v) = (self.policy.clone(), self.version);
        match &self.rendition {
            None => Place::Template(id, v),
            Some((index, _)) => Place::Rendition(id, v, *index, Part::Template),
        }
    }

    /// Where an image or a font of that name lies.
    pub fn asset_place(&self, name: &str) -> Place {
        let (id, v, name) = (self.policy.clone(), self.version, name.to_owned());
        match &self.rendition {
            None => Place::Asset(id, v, name),
            Some((index, _)) => Place::Rendition(id, v, *index, Part::Asset(name)),
        }
    }

    /// All of them.
    pub fn all(&self) -> Vec<Expected> {
        let expected = |place, content, limit| Expected { place, content, limit };
        let mut all = vec![expected(self.pdf_place(), self.pdf, limits::PDF)];
        if let Some(made) = self.typeset {
            all.push(expected(self.source_place(), made.source, limits::SOURCE));
            all.push(expected(self.template_place(), made.template, limits::SOURCE));
            all.extend(made.assets.iter().map(|a| {
                let content = FileRef { sha256: a.sha256, size: a.size };
                expected(self.asset_place(&a.name), content, limits::ASSET)
            }));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Asset, Purpose, Rendition};
    use super::*;

    fn rendition(purpose: Purpose, language: Option<&str>) -> Body {
        let file = FileRef::of(b"x");
        let asset = Asset { name: "logo.svg".to_owned(), sha256: file.sha256, size: file.size };
        let typeset =
            Typeset { pdf: file, by: String::new(), source: file, template: file, assets: vec![asset] };
        Body::Rendition(Box::new(Rendition {
            policy: "a-b".parse().unwrap(),
            version: 2,
            purpose,
            language: language.map(str::to_owned),
            title: None,
            pdf: file,
            typeset: Some(typeset),
            reason: None,
            events: Vec::new(),
        }))
    }

    #[test]
    fn every_file_of_every_purpose_is_found_at_its_path() {
        let all = Purpose::ALL.into_iter().flat_map(|p| [None, Some("en"), Some("de-AT")].map(|l| (p, l)));
        // No such record can be.
        for (purpose, language) in all.filter(|pair| *pair != (Purpose::Translation, None)) {
            let body = rendition(purpose, language);
            for file in Files::of(&body, 17).unwrap().all() {
                let path = file.place.to_string();
                assert_eq!(Place::of(&path), Some(file.place), "{path}");
            }
        }
    }

    #[test]
    fn the_paths_follow_from_the_record_and_its_index() {
        let body = rendition(Purpose::Translation, Some("de-AT"));
        let paths: Vec<_> = Files::of(&body, 17).unwrap().all().iter().map(|f| f.place.to_string()).collect();
        assert_eq!(
            paths,
            [
                "policies/a-b/2/renditions/17/a-b-v2-de-at.pdf",
                "policies/a-b/2/renditions/17/source/policy.json",
                "policies/a-b/2/renditions/17/source/template.typ",
                "policies/a-b/2/renditions/17/source/assets/logo.svg",
            ]
        );
    }
}
