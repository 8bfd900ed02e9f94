//! What an asset must be before the typesetter sees it: an image, a font or a module, as its name says.
//!
//! Specification: `docs/template.md`, "Assets". Takes a name and bytes; gives the kind or what is wrong. Looks at
//! heads and structure only and decodes no image: a file that would unfold into gigabytes is refused by its
//! stated size. Where a file may lie and how large it may be is decided by who reads it.

use base64ct::{Base64Unpadded, Encoding as _};
use imagesize::ImageType;
use typst::foundations::Bytes;
use typst::text::Font;

use crate::base::lang::say;
use crate::base::{Lang, Say, lang, limits};

/// What an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `.svg`, `.png`, `.jpg`, `.jpeg`.
    Image,
    /// `.otf`, `.ttf`.
    Font,
    /// `.typ`: a file that templates include or import.
    Module,
}

impl Kind {
    /// The kind that a file's name states.
    pub fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1 {
            "svg" | "png" | "jpg" | "jpeg" => Some(Self::Image),
            "otf" | "ttf" => Some(Self::Font),
            "typ" => Some(Self::Module),
            _ => None,
        }
    }
}

/// Why a file cannot be an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadAsset {
    /// Its name ends in nothing that is known.
    Ending,
    /// It is not what its name says.
    Content {
        /// What it should be: `PNG`, `JPEG`, `OpenType`.
        expected: &'static str,
    },
    /// Not UTF-8, which `.typ` and `.svg` are.
    Text,
    /// More pixels than a page can show.
    Pixels {
        /// Its width.
        width: usize,
        /// Its height.
        height: usize,
    },
    /// Not XML, or more of it than a drawing needs; the parser's own words, which are English.
    Xml(String),
    /// It declares entities, with which a small file can unfold into a huge one.
    Entities,
    /// It holds an image in a form that is not looked into.
    Embedded,
}

impl Say for BadAsset {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Ending => say!(
                lang,
                "Dateien dieser Art können nicht beigefügt werden",
                "files of this kind cannot be assets"
            ),
            Self::Content { expected } => {
                say!(lang, "der Inhalt ist nicht {expected}", "the content is not {expected}")
            }
            Self::Text => say!(lang, "der Inhalt ist kein UTF-8", "the content is not UTF-8"),
            Self::Pixels { width, height } => {
                let most = limits::PIXELS / 1_000_000;
                say!(
                    lang,
                    "das Bild hat {width} × {height} Pixel; zulässig sind {most} Millionen",
                    "the image has {width} × {height} pixels; {most} million are allowed"
                )
            }
            Self::Xml(why) => {
                say!(lang, "die Zeichnung ist nicht lesbar: {why}", "the drawing cannot be read: {why}")
            }
            Self::Entities => say!(
                lang,
                "die Zeichnung enthält Entitäten (<!ENTITY …>)",
                "the drawing declares entities (<!ENTITY …>)"
            ),
            Self::Embedded => say!(
                lang,
                "in der Zeichnung steckt ein Bild, das nicht PNG oder JPEG in Base64 ist",
                "there is an image in the drawing that is not PNG or JPEG in Base64"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Ending => say!(
                lang,
                "Möglich sind Bilder (svg, png, jpg, jpeg), Schriften (otf, ttf) und Typst-Dateien (typ).",
                "There can be images (svg, png, jpg, jpeg), fonts (otf, ttf) and Typst files (typ)."
            ),
            Self::Content { .. } => say!(
                lang,
                "Die Datei aus dem Ursprungsprogramm neu ausgeben; umbenennen allein wandelt sie nicht um.",
                "Export the file again from the program it was made with; renaming does not convert it."
            ),
            Self::Text => {
                say!(lang, "Die Datei als UTF-8 speichern.", "Save the file as UTF-8.")
            }
            Self::Pixels { .. } => say!(
                lang,
                "Das Bild verkleinern: 300 Punkte je Zoll genügen für den Druck.",
                "Make the image smaller: 300 dots an inch are enough for print."
            ),
            Self::Xml(_) | Self::Entities => say!(
                lang,
                "Im Zeichenprogramm als „einfaches“ oder „optimiertes“ SVG speichern.",
                "Save it as \"plain\" or \"optimised\" SVG in the drawing program."
            ),
            Self::Embedded => say!(
                lang,
                "Das Bild im Zeichenprogramm als PNG einbetten, oder die Zeichnung ohne es speichern.",
                "Embed the image as PNG in the drawing program, or save the drawing without it."
            ),
        })
    }
}

lang::error_that_says!(BadAsset);

/// Whether the bytes are what the name says, and can be set within bounds.
pub fn check(name: &str, bytes: &[u8]) -> Result<Kind, BadAsset> {
    let kind = Kind::of(name).ok_or(BadAsset::Ending)?;
    match (kind, name.rsplit_once('.').map_or("", |(_, ending)| ending)) {
        (Kind::Image, "svg") => drawing(bytes)?,
        (Kind::Image, "png") => pixels(bytes, ImageType::Png, "PNG")?,
        (Kind::Image, _) => pixels(bytes, ImageType::Jpeg, "JPEG")?,
        (Kind::Font, _) => {
            let fonts = Font::iter(Bytes::new(bytes.to_vec())).next();
            fonts.map(drop).ok_or(BadAsset::Content { expected: "OpenType" })?;
        }
        (Kind::Module, _) => std::str::from_utf8(bytes).map(drop).map_err(|_| BadAsset::Text)?,
    }
    Ok(kind)
}

fn pixels(bytes: &[u8], expected: ImageType, called: &'static str) -> Result<(), BadAsset> {
    let other = || BadAsset::Content { expected: called };
    if imagesize::image_type(bytes).ok() != Some(expected) {
        return Err(other());
    }
    let size = imagesize::blob_size(bytes).map_err(|_| other())?;
    let (width, height) = (size.width, size.height);
    match (width as u64).checked_mul(height as u64) {
        Some(0) => Err(other()),
        Some(n) if n <= limits::PIXELS => Ok(()),
        _ => Err(BadAsset::Pixels { width, height }),
    }
}

fn drawing(bytes: &[u8]) -> Result<(), BadAsset> {
    let text = std::str::from_utf8(bytes).map_err(|_| BadAsset::Text)?;
    // XML spells it in this one way. Drawing programs declare document types, but need no entities.
    if text.contains("<!ENTITY") {
        return Err(BadAsset::Entities);
    }
    let options =
        roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: limits::SVG_NODES, ..Default::default() };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(|e| BadAsset::Xml(e.to_string()))?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(BadAsset::Content { expected: "SVG" });
    }
    let links = document.descendants().flat_map(|node| node.attributes());
    links.filter(|a| a.name() == "href").map(|a| a.value().trim()).try_for_each(embedded)
}

/// What a link in a drawing holds in itself is bounded like a file of its own; other links lead to assets only.
fn embedded(link: &str) -> Result<(), BadAsset> {
    let scheme = link.get(..5).unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("data:") {
        return Ok(());
    }
    let types = [
        ("data:image/png;base64,", ImageType::Png, "PNG"),
        ("data:image/jpeg;base64,", ImageType::Jpeg, "JPEG"),
        ("data:image/jpg;base64,", ImageType::Jpeg, "JPEG"),
    ];
    let found =
        types.into_iter().find_map(|(head, kind, called)| Some((link.strip_prefix(head)?, kind, called)));
    let (data, kind, called) = found.ok_or(BadAsset::Embedded)?;
    let data: String = data.chars().filter(|c| !c.is_ascii_whitespace() && *c != '=').collect();
    let bytes = Base64Unpadded::decode_vec(&data).map_err(|_| BadAsset::Embedded)?;
    pixels(&bytes, kind, called)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of a PNG of that size: signature and header.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    fn svg(inner: &str) -> Vec<u8> {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{inner}</svg>").into_bytes()
    }

    #[test]
    fn a_file_is_what_its_name_says() {
        let font = typst_kit::fonts::embedded().next().map(|(font, _)| font.data().to_vec()).unwrap();
        assert_eq!(check("a.png", &png(9, 9)), Ok(Kind::Image));
        assert_eq!(check("a.svg", &svg("")), Ok(Kind::Image));
        assert_eq!(check("a.otf", &font), Ok(Kind::Font));
        assert_eq!(check("a.typ", "ä".as_bytes()), Ok(Kind::Module));
        assert_eq!(check("a.gif", b"GIF89a"), Err(BadAsset::Ending));
        assert_eq!(check("a", b""), Err(BadAsset::Ending));
        assert_eq!(check("a.jpg", &png(9, 9)), Err(BadAsset::Content { expected: "JPEG" }));
        assert_eq!(check("a.png", b""), Err(BadAsset::Content { expected: "PNG" }));
        assert_eq!(check("a.png", &png(0, 9)), Err(BadAsset::Content { expected: "PNG" }));
        assert_eq!(check("a.ttf", &png(9, 9)), Err(BadAsset::Content { expected: "OpenType" }));
        assert_eq!(check("a.typ", b"\xff"), Err(BadAsset::Text));
        // What is compressed (svgz) is no text either.
        assert_eq!(check("a.svg", b"\x1f\x8b\x08"), Err(BadAsset::Text));
        assert_eq!(check("a.svg", b"<html/>"), Err(BadAsset::Content { expected: "SVG" }));
        assert!(matches!(check("a.svg", b"<svg>"), Err(BadAsset::Xml(_))));
        assert!(matches!(check("a.svg", b""), Err(BadAsset::Xml(_))));
    }

    #[test]
    fn what_would_unfold_is_refused_by_its_head() {
        let bomb = BadAsset::Pixels { width: 100_000, height: 100_000 };
        assert_eq!(check("a.png", &png(100_000, 100_000)), Err(bomb.clone()));
        assert_eq!(check("a.png", &png(10_000, 5_000)), Ok(Kind::Image));
        let inside = |link: &str| check("a.svg", &svg(&format!("<image href='{link}'/>")));
        let data = Base64Unpadded::encode_string(&png(100_000, 100_000));
        assert_eq!(inside(&format!("data:image/png;base64,{data}")), Err(bomb.clone()));
        // Character references hide nothing, neither do line breaks and padding.
        assert_eq!(inside(&format!(" &#100;ata:image/png;base64,{data}==")), Err(bomb));
        let data = Base64Unpadded::encode_string(&png(9, 9));
        assert_eq!(inside(&format!("data:image/png;base64,{data}")), Ok(Kind::Image));
        assert_eq!(inside("#shape"), Ok(Kind::Image));
        for hidden in ["DATA:image/png;base64,AA", "data:image/svg+xml;base64,AA", "data:,x"] {
            assert_eq!(inside(hidden), Err(BadAsset::Embedded), "{hidden}");
        }
    }

    #[test]
    fn a_drawing_is_bounded() {
        let entity = "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaa'>]><svg>&a;&a;</svg>";
        assert_eq!(check("a.svg", entity.as_bytes()), Err(BadAsset::Entities));
        let plain = "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd'><svg/>";
        assert_eq!(check("a.svg", plain.as_bytes()), Ok(Kind::Image));
        let many = "<g/>".repeat(limits::SVG_NODES as usize);
        assert!(matches!(check("a.svg", &svg(&many)), Err(BadAsset::Xml(_))));
        let deep = format!("{}{}", "<g>".repeat(90_000), "</g>".repeat(90_000));
        // How deep a drawing may be is for the typesetter; looking at it takes no stack.
        assert_eq!(check("a.svg", &svg(&deep)), Ok(Kind::Image));
    }
}
