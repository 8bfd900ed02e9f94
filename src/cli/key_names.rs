//! How people name keys: in full, as `person/n`, as a file's stem, or by the beginning of the fingerprint; which numbers
//! are free; and which keys there were.
//!
//! Specification: `docs/keys.md`, "Which keys there are". Reads the replayed log and names of files, no keys.

use std::path::Path;

use super::no_change::NoChange;
use super::workspace::{Workspace, key_file};
use crate::base::{Day, Digest, Id, Lang};
use crate::format::charter::{Charter, CharterKey, Reason, Role, person};
use crate::seal::fingerprint;
use crate::verify::State;

/// The archive key's files are called so, and nobody's keys.
pub const ARCHIVE: &str = "archive";

/// A key that a charter took out.
#[derive(Debug, Clone)]
pub struct Past {
    /// As it stood in the charter before.
    pub key: CharterKey,
    /// Why, where that was said.
    pub reason: Option<Reason>,
    /// The first entry in foreign hands, where that was said.
    pub compromised_from: Option<u64>,
    /// The entry of the charter that took it out.
    pub entry: u64,
    /// The day on which that was logged.
    pub day: Option<Day>,
}

/// Every key that was taken out, in the order of the log.
pub fn past(state: &State) -> Vec<Past> {
    let charters: Vec<_> = state.charters.iter().collect();
    let mut found = Vec::new();
    for pair in charters.windows(2) {
        let [(_, before), (from, after)] = pair else { continue };
        // A charter acts from the entry after its own.
        let entry = from.saturating_sub(1);
        let day = state.standing.get(&entry).map(|s| s.logged.day());
        for key in before.keys.iter().filter(|k| !after.keys.contains(k)) {
            // What came to light later was said by a later charter; the archive key's name passes on.
            let later = state.charters.range(*from..).map(|(_, c)| c).rev();
            let says = |c: &Charter| c.revoked.iter().find(|r| r.key == key.name).cloned();
            let said = match key.role {
                Role::Archive => says(after),
                Role::Officer | Role::Recovery => later.into_iter().find_map(says),
            };
            let said = said.as_ref();
            let (reason, compromised_from) = (said.map(|r| r.reason), said.and_then(|r| r.compromised_from));
            found.push(Past { key: key.clone(), reason, compromised_from, entry, day });
        }
    }
    found
}

/// Why a key was taken out, in words.
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::Superseded => lang.pick("durch einen neuen ersetzt", "superseded"),
        Reason::Retired => lang.pick("nicht mehr gebraucht", "retired"),
        Reason::Lost => lang.pick("verloren", "lost"),
        Reason::Compromised => lang.pick("in fremder Hand", "compromised"),
    }
}

/// The one key of the charter that is named so; a person's short name names its only key.
pub fn find(charter: &Charter, origin: &str, typed: &str) -> Result<CharterKey, NoChange> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    let digits = digits.to_lowercase();
    let print = |k: &CharterKey| fingerprint(&k.public.0).replace(' ', "");
    let by_print = digits.len() >= 8 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let exact = |k: &&CharterKey| {
        let short = k.name.strip_prefix(origin).and_then(|rest| rest.strip_prefix('/'));
        k.name == typed || short == Some(typed) || key_file(&k.name, origin) == typed
    };
    let loose =
        |k: &&CharterKey| person(&k.name, origin) == Some(typed) || by_print && print(k).starts_with(&digits);
    let named = |fits: &dyn Fn(&&CharterKey) -> bool| charter.keys.iter().filter(fits).collect::<Vec<_>>();
    let found = match named(&exact) {
        none if none.is_empty() => named(&loose),
        some => some,
    };
    let names = |keys: &[&CharterKey]| keys.iter().map(|k| short(&k.name, origin)).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(NoChange::NoKey(typed.to_owned(), names(&charter.keys.iter().collect::<Vec<_>>()))),
        several => Err(NoChange::Several(typed.to_owned(), names(several))),
    }
}

/// A key's name without the origin: `erika-muster/1`; the archive key's is the origin.
pub fn short(name: &str, origin: &str) -> String {
    let rest = name.strip_prefix(origin).and_then(|rest| rest.strip_prefix('/'));
    rest.unwrap_or(name).to_owned()
}

/// Refuses a person's short name that files of the archive key have.
pub fn not_reserved(id: &Id) -> Result<(), NoChange> {
    if id.as_str() == ARCHIVE { Err(NoChange::Reserved) } else { Ok(()) }
}

/// The person and the number in the name of a key's file: `max-muster-1.pub`.
pub fn of_file(path: &Path) -> Option<(Id, u32)> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".pub")?;
    let (who, n) = stem.rsplit_once('-')?;
    let number = n.parse::<u32>().ok().filter(|i| *i >= 1 && i.to_string() == n)?;
    Some((who.parse().ok()?, number))
}

/// The first number that no key of the person had, in any charter or file.
pub fn next(workspace: &Workspace, state: Option<&State>, who: &str, least: u32) -> u32 {
    let origin = &workspace.config.origin;
    let name = |n: u32| format!("{origin}/{who}/{n}");
    let charters = || state.into_iter().flat_map(|s| s.charters.values());
    let taken = |n: &u32| {
        let stem = format!("{who}-{n}");
        workspace.public_path(&stem).exists()
            || workspace.private_path(&stem).exists()
            || charters().any(|c| c.key(&name(*n)).is_some())
    };
    // There are fewer files and keys than numbers.
    (least..=u32::MAX).find(|n| !taken(n)).unwrap_or(u32::MAX)
}

/// The stem of the next archive key's files: the first had no number.
pub fn next_archive(workspace: &Workspace, state: &State) -> String {
    let mut publics: Vec<Digest> =
        state.charters.values().filter_map(|c| c.archive_key()).map(|k| k.public).collect();
    publics.dedup();
    let n = next(workspace, None, ARCHIVE, publics.len() as u32 + 1);
    format!("{ARCHIVE}-{n}")
}

/// Refuses a key or a name that a charter had before: the record would be void.
pub fn unused(state: &State, key: &CharterKey) -> Result<(), NoChange> {
    if let Some(k) = state.charter().and_then(|c| c.keys.iter().find(|k| k.public == key.public)) {
        return Err(NoChange::KeyInUse(k.name.clone()));
    }
    let known = || state.charters.values().flat_map(|c| &c.keys);
    if let Some(k) = known().find(|k| k.public == key.public) {
        return Err(NoChange::KeyKnown(k.name.clone()));
    }
    match key.role != Role::Archive && known().any(|k| k.name == key.name) {
        true => Err(NoChange::NameUsed(key.name.clone())),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_whose_key_it_is() {
        let of = |name: &str| of_file(Path::new(name)).map(|(id, n)| (id.to_string(), n));
        assert_eq!(of("keys/max-muster-1.pub"), Some(("max-muster".to_owned(), 1)));
        assert_eq!(of("recovery-3-12.pub"), Some(("recovery-3".to_owned(), 12)));
        for bad in ["archive.pub", "max-muster.pub", "max-01.pub", "Max-1.pub", "max-0.pub", "max-1.key"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
