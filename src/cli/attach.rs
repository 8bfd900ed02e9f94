//! `attach`: the versions of a policy on the Impressum page, and its PDFs at their permanent places.
//!
//! Specification: `docs/attach.md`. Only a verified archive is published. Between the markers the page is
//! replaced; not one other byte of it changes.

use std::path::{Path, PathBuf};

use super::archive_args::{ArchiveArgs, now, open, shown};
use super::in_force::NoPolicy;
use super::out::{Failure, Out, count};
use super::workspace::Workspace;
use super::{Env, report};
use crate::base::{Id, Lang, Say, lang, limits};
use crate::format::layout::Place;
use crate::format::record::FileRef;
use crate::publish::listing::{self, Page};
use crate::publish::view::{Heading, Shown};
use crate::publish::{BaseUrl, address, fragment, replace, standalone};
use crate::store::{Dir, create_file, read_file, replace_file};
use crate::verify::{self, Level, Log};

/// Put a policy's versions on the Impressum page
///
/// Puts the PDFs at their permanent places in the published folder and renews what stands between the policy's markers on the page; not one other byte of it changes. Without markers, the command says which to insert.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft attach house-rules --page public/impressum.html --create\n  inkraft attach house-rules > fragment.html"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The HTML page (default: print the fragment)
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    /// Make the page if there is none
    #[arg(long, requires = "page")]
    create: bool,
    /// The published folder (default: site in inkraft.toml, else public)
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Level of the heading, 2 to 4
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=4))]
    heading: u8,
}

/// A published file would be overwritten by another.
#[derive(Debug)]
struct Published(PathBuf);

impl Say for Published {
    fn fact(&self, lang: Lang) -> String {
        let path = self.0.display();
        lang::say!(
            lang,
            "{path} hat einen anderen Inhalt als die eingetragene Fassung",
            "{path} has other content than the logged version"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Die Datei prüfen und beiseitelegen; eine veröffentlichte Fassung wird nie überschrieben.",
            "Look at the file and move it away; a published version is never overwritten."
        ))
    }
}

/// There is no page to put the fragment into.
#[derive(Debug)]
struct NoPage(PathBuf);

impl Say for NoPage {
    fn fact(&self, lang: Lang) -> String {
        let path = self.0.display();
        lang::say!(lang, "die Seite {path} gibt es nicht", "there is no page {path}")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(lang, "--create legt sie an.", "--create makes it."))
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let workspace = Workspace::find(env)?;
    let dir = workspace.archive();
    let opened = open(dir.root(), &ArchiveArgs::default(), env)?;
    let checked = verify::archive(&opened.dir, &opened.trust, &|_, _| {});
    let failures: Vec<_> = checked.findings.iter().filter(|f| f.level == Level::Failure).cloned().collect();
    let log = match checked.log {
        Some(log) if failures.is_empty() => log,
        _ => return Err(report::refuse_to_act(out, &failures)),
    };
    report::must_be_anchored(&log, out.lang)?;
    let known = || log.state.histories.keys().cloned().collect();
    let id = args.policy.parse::<Id>().ok().filter(|id| log.state.histories.contains_key(id));
    let Some(id) = id else { return Err(NoPolicy { asked: args.policy, known: known() }.into()) };
    let today = now(env, log.state.charter())?.day();
    let site = args.site.as_deref().map_or_else(|| workspace.site(), |s| env.cwd.join(s));
    let page_path = args.page.as_deref().map(|p| env.cwd.join(p));
    let base = base(&workspace, page_path.as_deref(), &site)?;
    let heading = match args.heading {
        3 => Heading::H3,
        4 => Heading::H4,
        _ => Heading::H2,
    };
    let page = Page { lang: out.lang, heading, base };
    let Some(listing) = listing::of(&log, &id, today, &page) else {
        return Err(NoPolicy { asked: args.policy, known: known() }.into());
    };
    let Some(page_path) = page_path else {
        out.say(fragment(&listing).trim_end());
        return Ok(0);
    };
    // The page is made ready first: if its markers are wrong, nothing is copied.
    let text = match read_file(&page_path, limits::PAGE) {
        Ok(bytes) => replace(&bytes, &id, &fragment(&listing))?,
        Err(e) if e.is_missing() && args.create => {
            standalone(std::slice::from_ref(&listing), "Impressum", out.lang).into_bytes()
        }
        Err(e) if e.is_missing() => return Err(NoPage(shown(&page_path, env)).into()),
        Err(e) => return Err(e.into()),
    };
    // So are the places of the versions: if one is taken, none is filled.
    let mut new = Vec::new();
    for files in listing::files(&log, &id) {
        let place = files.pdf_place();
        let path = site.join(address::path_of(&place));
        if !is_published(&path, &dir.read(&place, limits::PDF)?, env)? {
            new.push((path, place));
        }
    }
    let copied = new.len();
    unpublish(&log, &id, &site, env, out)?;
    for (path, place) in new {
        create_file(&path, &dir.read(&place, limits::PDF)?, false)?;
    }
    // The address of the current version leads to what is in force, or nowhere.
    let current_path = site.join(address::current_path(&id));
    if let Shown::One(current) = &listing.answer
        && current.document.pdf.withheld.is_none()
    {
        let files = listing::files(&log, &id).into_iter().map(|f| f.pdf_place());
        let place = files.into_iter().find(|place| address::path_of(place) == current.document.pdf.path);
        let place = place.unwrap_or_else(|| Place::Pdf(id.clone(), current.document.version));
        replace_file(&current_path, &dir.read(&place, limits::PDF)?)?;
    } else if current_path.is_file() {
        Dir::new(&site).remove([address::current_path(&id)])?;
        let path = shown(&current_path, env);
        let path = path.display();
        out.warn(&lang::say!(
            out.lang,
            "Hinweis: {path} entfernt, weil nicht genau eine öffentliche Fassung in Kraft ist.",
            "note: {path} removed, because not exactly one public version is in force."
        ));
    }
    if read_file(&page_path, limits::PAGE).ok().as_deref() != Some(&text) {
        replace_file(&page_path, &text)?;
    }
    let shown = shown(&page_path, env);
    let shown = shown.display();
    let copied = count(copied as u64, "PDF", "PDFs");
    out.say(&lang::say!(
        out.lang,
        "{shown}: {id} erneuert, {copied} neu veröffentlicht",
        "{shown}: {id} renewed, {copied} newly published"
    ));
    Ok(0)
}

/// Takes withheld files from the published folder; another file at such a place is left alone.
fn unpublish(log: &Log, id: &Id, site: &Path, env: &Env, out: &mut Out) -> Result<(), Failure> {
    for files in listing::withheld_files(log, id) {
        let published = address::path_of(&files.pdf_place());
        let path = site.join(&published);
        match read_file(&path, limits::PDF) {
            // With the folders that become empty.
            Ok(bytes) if FileRef::of(&bytes) == files.pdf => Dir::new(site).remove([&published])?,
            _ => continue,
        }
        let path = shown(&path, env);
        let path = path.display();
        out.warn(&lang::say!(
            out.lang,
            "Hinweis: {path} entfernt, weil die Datei gesperrt ist.",
            "note: {path} removed, because the file is withheld."
        ));
    }
    Ok(())
}

/// Whether a version is at its place already; another file there is an error.
fn is_published(path: &Path, bytes: &[u8], env: &Env) -> Result<bool, Failure> {
    match read_file(path, limits::PDF) {
        Ok(there) if there == bytes => Ok(true),
        Ok(_) => Err(Published(shown(path, env)).into()),
        Err(e) if e.is_missing() => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// The address of the published folder: as configured, else relative from the page to the folder.
fn base(workspace: &Workspace, page: Option<&Path>, site: &Path) -> Result<BaseUrl, Failure> {
    if let Some(url) = &workspace.config.base_url {
        return Ok(url.parse()?);
    }
    let relative = page.and_then(Path::parent).and_then(|folder| {
        let up = folder.ancestors().position(|a| site.starts_with(a))?;
        let above = folder.ancestors().nth(up)?;
        let down = site.strip_prefix(above).ok()?;
        let parts = std::iter::repeat_n("..".to_owned(), up)
            .chain(down.iter().map(|p| p.to_string_lossy().into_owned()));
        Some(parts.collect::<Vec<_>>().join("/"))
    });
    Ok(relative.unwrap_or_default().parse()?)
}
