//! The edition of a policy: how one version is issued, and the source that its PDF is typeset from.
//!
//! Specification: `docs/policy-data.md`, "The source". Takes a checked policy, the workspace and what the
//! command knows (number, effect, day, signer); gives the source and its canonical bytes. Shared by all commands
//! that typeset. Reads no draft and signs nothing.

use super::archive_args::in_zone;
use super::commit::Session;
use super::materials::Materials;
use super::out::{Failure, Out};
use super::setting::{failed, remark, set};
use super::workspace::Workspace;
use super::{Env, past};
use crate::base::effect::Effect;
use crate::base::{Day, Id, Lang, Purpose};
use crate::format::layout::Place;
use crate::policy::Policy;
use crate::publish::address;
use crate::seal::fingerprint;
use crate::typeset::{Edition, Original, Past, Rendition, Signer, Source};

/// What a command says of the version that it typesets.
#[derive(Debug)]
pub struct Issuing<'a> {
    /// The policy's id.
    pub id: &'a Id,
    /// The number of the version.
    pub version: u32,
    /// When it takes effect.
    pub effect: &'a Effect,
    /// The day of signing.
    pub date: Day,
    /// Who is to sign.
    pub signer: Option<Signer>,
    /// The earlier versions that stand.
    pub history: Vec<Past>,
    /// What it is where it is not the version itself, and where its PDF will lie.
    pub rendition: Option<(Rendition, Place)>,
    /// Not issued: marked so on every page.
    pub draft: bool,
}

impl Issuing<'_> {
    /// The source of this edition of a policy, and its canonical bytes.
    pub fn source(self, workspace: &Workspace, policy: Policy) -> Result<(Source, Vec<u8>), Failure> {
        let base = workspace.config.base_url.as_deref().map(str::parse::<address::BaseUrl>).transpose()?;
        // A relative address leads somewhere from a page of the website, but not from a PDF or a sheet of paper.
        let base = base.filter(address::BaseUrl::is_complete);
        let (rendition, place) = self.rendition.unzip();
        let place = place.unwrap_or_else(|| Place::Pdf(self.id.clone(), self.version));
        let address = base.as_ref().map(|b| b.join(&address::path_of(&place)));
        let edition = Edition {
            id: self.id.clone(),
            version: self.version,
            effect: self.effect.clone(),
            date: self.date,
            signer: self.signer,
            origin: workspace.config.origin.clone(),
            address,
            // The archive has no place of its own there: what is published from it is found below this address.
            archive: base.map(|b| b.to_string()),
            history: self.history,
            rendition,
            draft: self.draft,
        };
        let source = Source::new(policy, edition);
        let bytes = source.to_bytes()?;
        Ok((source, bytes))
    }
}

/// The officer of a session as the PDF names the signer.
pub fn signer(session: &Session) -> Option<Signer> {
    let charter = session.log.state.charter()?;
    let person = charter.person(&session.officer.name, session.log.origin())?;
    Some(Signer {
        name: person.name.clone(),
        function: person.function.clone(),
        key: session.officer.name.clone(),
        fingerprint: fingerprint(&session.officer.public.0),
    })
}

/// The officer of a session as a person is told: name and function.
pub fn signs(session: &Session) -> String {
    signer(session).map_or_else(String::new, |s| match s.function {
        Some(function) => format!("{}, {function}", s.name),
        None => s.name,
    })
}

/// Typesets a draft, marked as one; `of` is the draft that it translates, if it translates one.
///
/// Number and earlier versions are those of the archive, if it can be read; nothing of it is promised.
pub fn typeset_draft(
    workspace: &Workspace,
    id: &Id,
    policy: Policy,
    of: Option<&Policy>,
    materials: Materials,
    env: &Env,
    out: &mut Out,
) -> Result<Vec<u8>, Failure> {
    let date = in_zone(env.now, &workspace.config.time_zone)?.day();
    let language = of.map(|_| Lang::from(policy.language).tag());
    let original = of.unwrap_or(&policy);
    let effect = original.effect.clone().unwrap_or_else(|| Effect::starting(date));
    let log = past::log(workspace, env);
    let next = log.as_ref().map_or(1, |(log, _)| past::next_version(log, id));
    let version = policy.version.or(original.version).unwrap_or(next);
    let history =
        log.and_then(|(log, dir)| past::before(version, language, &log, &dir, id).ok()).unwrap_or_default();
    let rendition = language.map(|_| {
        let original = Original {
            language: Lang::from(original.language).tag().to_owned(),
            title: original.title.clone(),
        };
        // It will have a place of its own once it is logged; until then it is shown that of its version.
        (Rendition { purpose: Purpose::Translation, original }, Place::Pdf(id.clone(), version))
    });
    let issuing =
        Issuing { id, version, effect: &effect, date, signer: None, history, rendition, draft: true };
    let (source, bytes) = issuing.source(workspace, policy)?;
    let materials = materials.with_code(source.edition.address.as_deref())?;
    let set = set(&bytes, &materials.template, &materials.assets);
    let (pdf, remarks) = set.map_err(|e| failed(e, &materials, out))?;
    remark(&remarks, &materials, out);
    Ok(pdf)
}
