//! Every path of an archive, once: from what a file is to where it lies, and back.
//!
//! Specification: `docs/archive-format.md`, "Files". Paths are relative to the archive's folder, with `/`
//! on every system. Nothing that is read from a file becomes a path except through [`Place`].

use std::fmt;

use super::entry::decimal;
use super::record::{is_file_name, is_tail};
use super::tile::TileAt;
use crate::base::Id;

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The newest checkpoint, the only file of the log that is ever replaced.
    Checkpoint,
    /// The checkpoint of a size, created once.
    CheckpointOf(u64),
    /// The time stamp over the checkpoint of a size, created once.
    StampOf(u64),
    /// The cosignatures of witnesses over the checkpoint of a size; replaced when more come.
    CosignaturesOf(u64),
    /// A tile of hashes.
    Tile(TileAt),
    /// A bundle of entries: number and width.
    Entries(u64, u16),
    /// The heads at a size.
    Heads(u64),
    /// The Geltungsverzeichnis of a policy.
    Manifest(Id),
    /// The PDF of a version.
    Pdf(Id, u32),
    /// The canonical source data of a version.
    Source(Id, u32),
    /// The template of a version.
    Template(Id, u32),
    /// An image or font of a version.
    Asset(Id, u32, String),
    /// The report of a review: policy, the index of the review's entry.
    Review(Id, u64),
    /// A file of a rendition: policy, version, the index of the rendition's entry, which file.
    Rendition(Id, u32, u64, Part),
    /// The lock of a writer: not part of the archive.
    Lock,
}

/// Which file of a rendition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The PDF; what its name ends in ([`Rendition::tail`](super::record::Rendition::tail)).
    Pdf(String),
    /// The canonical source data.
    Source,
    /// The template.
    Template,
    /// An image or font.
    Asset(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checkpoint => write!(f, "checkpoint"),
            Self::CheckpointOf(size) => write!(f, "checkpoints/{size}"),
            Self::StampOf(size) => write!(f, "checkpoints/{size}.tsr"),
            Self::CosignaturesOf(size) => write!(f, "checkpoints/{size}.cosig"),
            Self::Tile(at) => write!(f, "tile/{}/{}", at.level, numbered(at.n, at.width)),
            Self::Entries(n, width) => write!(f, "tile/entries/{}", numbered(*n, *width)),
            Self::Heads(size) => write!(f, "heads/{size}"),
            Self::Manifest(id) => write!(f, "policies/{id}/manifest"),
            Self::Pdf(id, v) => write!(f, "policies/{id}/{v}/{id}-v{v}.pdf"),
            Self::Source(id, v) => write!(f, "policies/{id}/{v}/source/policy.json"),
            Self::Template(id, v) => write!(f, "policies/{id}/{v}/source/template.typ"),
            Self::Asset(id, v, name) => write!(f, "policies/{id}/{v}/source/assets/{name}"),
            Self::Rendition(id, v, index, part) => {
                write!(f, "policies/{id}/{v}/renditions/{index}/")?;
                match part {
                    Part::Pdf(tail) => write!(f, "{id}-v{v}-{tail}.pdf"),
                    Part::Source => write!(f, "source/policy.json"),
                    Part::Template => write!(f, "source/template.typ"),
                    Part::Asset(name) => write!(f, "source/assets/{name}"),
                }
            }
            Self::Review(id, index) => write!(f, "policies/{id}/reviews/{index}/review.json"),
            Self::Lock => write!(f, ".lock"),
        }
    }
}

/// The folders that belong to the archive alone.
pub const FOLDERS: [&str; 4] = ["checkpoints", "tile", "heads", "policies"];

/// The start of the name of a file that is being written.
pub const TEMPORARY: &str = ".inkraft-";

impl Place {
    /// What lies at a path, if the layout has it.
    pub fn of(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        let place = match parts.as_slice() {
            ["checkpoint"] => Self::Checkpoint,
            [".lock"] => Self::Lock,
            ["checkpoints", name] => match name.split_once('.') {
                Some((size, "tsr")) => Self::StampOf(decimal(size)?),
                Some((size, "cosig")) => Self::CosignaturesOf(decimal(size)?),
                Some(_) => return None,
                None => Self::CheckpointOf(decimal(name)?),
            },
            ["heads", size] => Self::Heads(decimal(size)?),
            ["tile", "entries", number @ ..] => {
                let (n, width) = number_of(number)?;
                Self::Entries(n, width)
            }
            ["tile", level, number @ ..] => {
                let (n, width) = number_of(number)?;
                Self::Tile(TileAt { level: u8::try_from(decimal(level)?).ok()?, n, width })
            }
            ["policies", id, "manifest"] => Self::Manifest(id.parse().ok()?),
            ["policies", id, "reviews", index, "review.json"] => {
                Self::Review(id.parse().ok()?, decimal(index)?)
            }
            ["policies", id, v, rest @ ..] => {
                let (id, v): (Id, u32) = (id.parse().ok()?, u32::try_from(decimal(v)?).ok()?);
                match rest {
                    ["source", "policy.json"] => Self::Source(id, v),
                    ["source", "template.typ"] => Self::Template(id, v),
                    ["source", "assets", name] if is_file_name(name) => {
                        Self::Asset(id, v, (*name).to_owned())
                    }
                    ["renditions", index, rest @ ..] => {
                        let index = decimal(index)?;
                        let part = part_of(rest, &format!("{id}-v{v}-"))?;
                        Self::Rendition(id, v, index, part)
                    }
                    [_] => Self::Pdf(id, v),
                    _ => return None,
                }
            }
            _ => return None,
        };
        (place.to_string() == path).then_some(place)
    }
}

fn part_of(rest: &[&str], before: &str) -> Option<Part> {
    Some(match rest {
        ["source", "policy.json"] => Part::Source,
        ["source", "template.typ"] => Part::Template,
        ["source", "assets", name] if is_file_name(name) => Part::Asset((*name).to_owned()),
        [name] => {
            let tail = name.strip_prefix(before)?.strip_suffix(".pdf")?;
            Part::Pdf(is_tail(tail).then(|| tail.to_owned())?)
        }
        _ => return None,
    })
}

/// C2SP tlog-tiles: `x001/x234/067`, with `.p/<width>` for a partial tile.
fn numbered(n: u64, width: u16) -> String {
    let mut path = format!("{:03}", n % 1000);
    let mut rest = n / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < 256 { format!("{path}.p/{width}") } else { path }
}

fn number_of(parts: &[&str]) -> Option<(u64, u16)> {
    let (groups, width) = match parts {
        [groups @ .., last, width] if last.ends_with(".p") => {
            let width = u16::try_from(decimal(width)?).ok().filter(|w| (1..256).contains(w))?;
            ([groups, &[last.strip_suffix(".p")?]].concat(), width)
        }
        _ => (parts.to_vec(), 256),
    };
    if groups.len() > 5 {
        return None;
    }
    let n = groups.iter().try_fold(0u64, |n, group| {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let value = (digits.len() == 3).then(|| digits.parse::<u64>().ok())??;
        Some(n * 1000 + value)
    })?;
    Some((n, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_at_its_path() {
        let id: Id = "a-b".parse().unwrap();
        let at = |level, n, width| Place::Tile(TileAt { level, n, width });
        let of = |part| Place::Rendition(id.clone(), 2, 17, part);
        for (place, path) in [
            (Place::Checkpoint, "checkpoint"),
            (Place::CheckpointOf(12), "checkpoints/12"),
            (Place::StampOf(12), "checkpoints/12.tsr"),
            (Place::CosignaturesOf(12), "checkpoints/12.cosig"),
            (at(0, 0, 256), "tile/0/000"),
            (at(1, 1_234_067, 256), "tile/1/x001/x234/067"),
            (at(0, 273, 112), "tile/0/273.p/112"),
            (Place::Entries(1000, 1), "tile/entries/x001/000.p/1"),
            (Place::Heads(3), "heads/3"),
            (Place::Manifest(id.clone()), "policies/a-b/manifest"),
            (Place::Pdf(id.clone(), 2), "policies/a-b/2/a-b-v2.pdf"),
            (Place::Source(id.clone(), 2), "policies/a-b/2/source/policy.json"),
            (Place::Template(id.clone(), 2), "policies/a-b/2/source/template.typ"),
            (Place::Asset(id.clone(), 2, "logo.svg".into()), "policies/a-b/2/source/assets/logo.svg"),
            (of(Part::Pdf("en".into())), "policies/a-b/2/renditions/17/a-b-v2-en.pdf"),
            (of(Part::Pdf("de-at".into())), "policies/a-b/2/renditions/17/a-b-v2-de-at.pdf"),
            (of(Part::Pdf("correction".into())), "policies/a-b/2/renditions/17/a-b-v2-correction.pdf"),
            (of(Part::Pdf("accessible-en".into())), "policies/a-b/2/renditions/17/a-b-v2-accessible-en.pdf"),
            (of(Part::Source), "policies/a-b/2/renditions/17/source/policy.json"),
            (of(Part::Template), "policies/a-b/2/renditions/17/source/template.typ"),
            (of(Part::Asset("x.ttf".into())), "policies/a-b/2/renditions/17/source/assets/x.ttf"),
            (Place::Review(id.clone(), 9), "policies/a-b/reviews/9/review.json"),
            (Place::Lock, ".lock"),
        ] {
            assert_eq!(place.to_string(), path);
            assert_eq!(Place::of(path), Some(place), "{path}");
        }
    }

    #[test]
    fn other_paths_are_nobodys() {
        for path in [
            "",
            "/checkpoint",
            "checkpoints/",
            "checkpoints/01",
            "checkpoints/x",
            "checkpoints/.tsr",
            "checkpoints/01.tsr",
            "checkpoints/1.tsr.tsr",
            "checkpoints/1.TSR",
            "checkpoints/.cosig",
            "checkpoints/01.cosig",
            "checkpoints/1.cosig.tsr",
            "checkpoints/1.cosig/w",
            "tile/0/0",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/001/000",
            "tile/0/x000/001",
            "tile/x/000",
            "policies/a/0x1/a-v1.pdf",
            "policies/a/1/b-v1.pdf",
            "policies/a/1/source/assets/../x",
            "policies/../1/x",
            "policies/a/1/renditions/a-v1-en.pdf",
            "policies/a/1/renditions/01/a-v1-en.pdf",
            "policies/a/1/renditions/x/a-v1-en.pdf",
            "policies/a/1/renditions/7/a-v1.pdf",
            "policies/a/1/renditions/7/a-v1-.pdf",
            "policies/a/1/renditions/7/a-v1-EN.pdf",
            "policies/a/1/renditions/7/a-v1-translation.pdf",
            "policies/a/1/renditions/7/a-v1-corrections.pdf",
            "policies/a/1/renditions/7/a-v1-accessible-.pdf",
            "policies/a/1/renditions/7/a-v2-en.pdf",
            "policies/a/1/renditions/7/b-v1-en.pdf",
            "policies/a/1/renditions/7/source/a.json",
            "policies/a/1/renditions/7/source/assets/../x",
            "policies/a/1/renditions/7/renditions/7/a-v1-en.pdf",
            "policies/A/manifest",
            "policies/a/reviews/09/review.json",
            "policies/a/reviews/9/review.toml",
            "policies/a/reviews/review.json",
            ".htaccess",
        ] {
            assert_eq!(Place::of(path), None, "{path}");
        }
    }
}
