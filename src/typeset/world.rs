//! The closed world that a template sees: itself, its data, its assets, the built-in fonts.
//!
//! No file system, no packages, no clock. Library and built-in fonts are made once in a process.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::{FontStore, embedded};

use super::TypesetError;
use super::asset::{self, Kind};
use super::error::Place;

/// The standard library, with the cells that head a row: without them a table's rows have no heads.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = std::iter::once(Feature::A11yExtras).collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(embedded());
    fonts
});

/// One piece of work: the files of one typesetting.
pub(super) struct Desk {
    main: FileId,
    files: FileStore<Files>,
    /// Built-in fonts and those among the assets, where there are any.
    own: Option<FontStore>,
}

/// The files by their path without the leading slash.
struct Files(BTreeMap<String, Bytes>);

impl FileLoader for Files {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        match id.root() {
            VirtualRoot::Project => self.0.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into())),
            VirtualRoot::Package(spec) => Err(FileError::Package(PackageError::NotFound(spec.clone()))),
        }
    }
}

impl Desk {
    pub(super) fn new(
        source: &[u8],
        template: &[u8],
        assets: &[(String, Vec<u8>)],
    ) -> Result<Self, TypesetError> {
        let mut files = laid(template, &[("policy.json", source)]);
        let mut own = Vec::new();
        for (name, bytes) in assets {
            if !plain(name) {
                return Err(TypesetError::AssetName(name.clone()));
            }
            let kind =
                asset::check(name, bytes).map_err(|why| TypesetError::Asset { name: name.clone(), why })?;
            let bytes = Bytes::new(bytes.clone());
            if kind == Kind::Font {
                own.extend(Font::iter(bytes.clone()));
            }
            if files.insert(format!("assets/{name}"), bytes).is_some() {
                return Err(TypesetError::AssetName(name.clone()));
            }
        }
        let own = (!own.is_empty()).then(|| {
            let mut fonts = FontStore::new();
            fonts.extend(embedded());
            fonts.extend(own.into_iter().map(|font| {
                let info = font.info().clone();
                (font, info)
            }));
            fonts
        });
        Self::with(files, own)
    }

    /// A desk for a document of the program's own: its template, the files that it reads, and the built-in fonts.
    pub(super) fn bare(template: &[u8], files: &[(&str, &[u8])]) -> Result<Self, TypesetError> {
        Self::with(laid(template, files), None)
    }

    fn with(files: BTreeMap<String, Bytes>, own: Option<FontStore>) -> Result<Self, TypesetError> {
        let path = VirtualPath::new("template.typ").map_err(|_| TypesetError::AssetName(String::new()))?;
        let main = RootedPath::new(VirtualRoot::Project, path).intern();
        Ok(Self { main, files: FileStore::new(Files(files)), own })
    }

    pub(super) fn fonts(&self) -> &FontStore {
        self.own.as_ref().unwrap_or(&FONTS)
    }

    /// Line and column of a span, where it lies in a file of this desk.
    pub(super) fn place(&self, span: impl Into<DiagSpan>) -> Option<Box<Place>> {
        let span = span.into();
        let source = self.source(span.id()?).ok()?;
        let span = self.range(span)?;
        let (line, column) = source.lines().byte_to_line_column(span.start)?;
        let file = source.id().vpath().get_without_slash().to_owned();
        let begin = source.lines().line_to_byte(line)?;
        let text = source.text().get(begin..)?.lines().next().unwrap_or_default();
        // A mark under forty lines says less than one under the first.
        let marked = (span.start - begin).min(text.len())..(span.end.max(span.start) - begin).min(text.len());
        Some(Box::new(Place { file, line: line + 1, column: column + 1, text: text.to_owned(), marked }))
    }
}

fn laid(template: &[u8], files: &[(&str, &[u8])]) -> BTreeMap<String, Bytes> {
    let all = std::iter::once(("template.typ", template)).chain(files.iter().copied());
    all.map(|(name, bytes)| (name.to_owned(), Bytes::new(bytes.to_vec()))).collect()
}

/// Whether a name is a plain file name on every system.
fn plain(name: &str) -> bool {
    (1..=100).contains(&name.len())
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts().font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
