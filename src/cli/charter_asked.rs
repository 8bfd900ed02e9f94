//! What `charter amend` is asked for: its arguments, and what they say of people, keys, certificates and numbers.
//!
//! Takes arguments as they were typed, and the files that they name; gives changes to the charter in use, or says what is wrong
//! with them. Opens no private key.

use std::path::PathBuf;

use super::Env;
use super::archive_args::{NoId, day, shown};
use super::charter_change::Change;
use super::given::line;
use super::key_names;
use super::no_change::NoChange;
use super::out::Failure;
use super::private_file::BadKey;
use super::seal_files::{BadCertificate, read_certificates};
use crate::base::{Day, Digest, Id, limits};
use crate::format::charter::{
    Charter, CharterKey, CharterSeal, Matter, Person, Reason, Revoked, Role, person,
};
use crate::seal::{Certificate, parse_public_pem};
use crate::store::read_file;

/// Whom a command is about, and what is said of them.
#[derive(Debug, clap::Args)]
pub struct PeopleArgs {
    /// Add a person: a short name, such as max-muster
    #[arg(long, value_name = "PERSON", requires = "name", conflicts_with = "change_person")]
    pub add_person: Option<String>,
    /// Change what is said of a person; what is not given stays
    #[arg(long, value_name = "PERSON")]
    change_person: Option<String>,
    /// Take a person out, with all keys and certificates; can be given more than once
    #[arg(long, value_name = "PERSON")]
    pub remove_person: Vec<String>,
    /// The person's name, as it is printed
    #[arg(long)]
    name: Option<String>,
    /// The function in which the person signs (none: without)
    #[arg(long, value_name = "TEXT")]
    function: Option<String>,
    /// The first day of the person's authority (none: without)
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day of the person's authority (none: without)
    #[arg(long, value_name = "DAY")]
    last_day: Option<String>,
    /// Whom the person stands in for (none: nobody); can be given more than once
    #[arg(long, value_name = "PERSON")]
    deputy_of: Vec<String>,
}

/// Keys and certificates that come and go.
#[derive(Debug, clap::Args)]
pub struct KeyArgs {
    /// Add an officer's public key, PERSON-NUMBER.pub as key new makes it; can be given more than once
    #[arg(long, value_name = "FILE")]
    add_key: Vec<PathBuf>,
    /// Add a recovery key by its public key, such as recovery-3-1.pub; can be given more than once
    #[arg(long, value_name = "FILE")]
    add_recovery: Vec<PathBuf>,
    /// Take a key out that is needed no longer: PERSON/NUMBER, its name or its fingerprint; can be given more than once
    #[arg(long, value_name = "KEY")]
    pub remove_key: Vec<String>,
    /// Add a certificate for signatures in PDFs; can be given more than once
    #[arg(long, value_name = "FILE")]
    add_seal: Vec<PathBuf>,
    /// Whose the added keys and certificates are: a person's short name (default: for keys as in the file's name, for certificates the body's own)
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// Take a certificate out: its file, its fingerprint, or eight digits or more of that; can be given more than once
    #[arg(long, value_name = "FINGERPRINT")]
    pub remove_seal: Vec<String>,
}

/// Numbers of people, and publishers.
#[derive(Debug, clap::Args)]
pub struct RestArgs {
    /// How many people must sign a record
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub sign: Option<u32>,
    /// How many people must sign the records of a policy, POLICY=N or POLICY/MATTER=N (none in place of N: as others); can be given more than once
    #[arg(long, value_name = "WHAT=N")]
    sign_for: Vec<String>,
    /// How many people must sign records about a matter, force, rendition, review or withhold: MATTER=N; can be given more than once
    #[arg(long, value_name = "MATTER=N")]
    sign_for_matter: Vec<String>,
    /// How many people must sign a charter with recovery keys
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=63))]
    pub amend: Option<u32>,
    /// Add a body that publishes here; can be given more than once
    #[arg(long, value_name = "NAME")]
    pub add_publisher: Vec<String>,
    /// Take out a body that publishes here no longer; can be given more than once
    #[arg(long, value_name = "NAME")]
    pub remove_publisher: Vec<String>,
}

/// A short name.
pub fn id(typed: &str) -> Result<Id, Failure> {
    typed.parse().map_err(|e| NoId(e).into())
}

/// The certificates that are added; each can sign now.
pub fn read_seals(args: &KeyArgs, env: &Env) -> Result<Vec<Certificate>, Failure> {
    let read = |path: &PathBuf| {
        let path = env.cwd.join(path);
        let name = shown(&path, env);
        let certificate = read_certificates(&path, name.clone())?.remove(0);
        certificate.check_for_signing(env.now).map_err(|e| BadCertificate(name, e))?;
        Ok(certificate)
    };
    args.add_seal.iter().map(read).collect()
}

/// What each key may do, whose it is, its number, the key, and the name of its files.
pub type Added = (Role, Id, u32, Digest, String);

/// The public keys that are added, and whose they are by the names of their files.
pub fn read_keys(args: &KeyArgs, whose: Option<&Id>, env: &Env) -> Result<Vec<Added>, Failure> {
    let read = |role: Role, path: &PathBuf| {
        let path = env.cwd.join(path);
        let name = shown(&path, env);
        let bytes = read_file(&path, limits::SMALL)?;
        let public =
            parse_public_pem(&String::from_utf8_lossy(&bytes)).map_err(|e| BadKey(name.clone(), e))?;
        let (who, n) = key_names::of_file(&path).ok_or_else(|| NoChange::KeyFile(name.clone()))?;
        if role == Role::Officer && whose.is_some_and(|id| *id != who) {
            return Err(Failure::new(NoChange::KeyFile(name)));
        }
        key_names::not_reserved(&who)?;
        let stem = format!("{who}-{n}");
        Ok((role, who, n, Digest(public), stem))
    };
    let officers = args.add_key.iter().map(|path| read(Role::Officer, path));
    officers.chain(args.add_recovery.iter().map(|path| read(Role::Recovery, path))).collect()
}

/// A person who is added, or is another from now on.
pub fn changed_person(args: &PeopleArgs, charter: &Charter, today: Day) -> Result<Option<Change>, Failure> {
    let (typed, is_new) = match (&args.add_person, &args.change_person) {
        (Some(new), _) => (new, true),
        (None, Some(old)) => (old, false),
        (None, None) if args.states_anything() => return Err(Failure::new(NoChange::WhoseDetails)),
        (None, None) => return Ok(None),
    };
    let id = id(typed)?;
    key_names::not_reserved(&id)?;
    let old = charter.people.iter().find(|p| p.id == id);
    let mut person = match (old, is_new) {
        (Some(_), true) => return Err(NoChange::PersonThere(id).into()),
        (Some(old), false) => old.clone(),
        (None, false) => {
            let known = charter.people.iter().map(|p| p.id.to_string()).collect();
            return Err(NoChange::Nobody(id, known).into());
        }
        (None, true) => {
            Person { id, name: String::new(), function: None, from: None, until: None, deputy_of: Vec::new() }
        }
    };
    if let Some(name) = &args.name {
        person.name = line(name);
    }
    if let Some(function) = &args.function {
        person.function = Some(line(function)).filter(|f| !is_none(f));
    }
    let read = |typed: &str| match is_none(typed) {
        true => Ok(None),
        false => day(typed, today).map(Some),
    };
    if let Some(typed) = &args.from {
        person.from = read(typed)?;
    }
    if let Some(typed) = &args.last_day {
        person.until = read(typed)?.map(Day::next);
    }
    if let (Some(from), Some(until)) = (person.from, person.until)
        && until <= from
    {
        return Err(NoChange::Ends { from, last: until.previous() }.into());
    }
    if !args.deputy_of.is_empty() {
        let named = args.deputy_of.iter().filter(|typed| !is_none(typed));
        person.deputy_of = named.map(|typed| self::id(typed)).collect::<Result<_, _>>()?;
        person.deputy_of.sort();
        person.deputy_of.dedup();
    }
    Ok(Some(if is_new { Change::AddPerson(person) } else { Change::RestatePerson(person) }))
}

impl PeopleArgs {
    fn states_anything(&self) -> bool {
        [&self.name, &self.function, &self.from, &self.last_day].iter().any(|a| a.is_some())
            || !self.deputy_of.is_empty()
    }
}

/// A word that takes something away.
fn is_none(typed: &str) -> bool {
    ["", "none", "keine", "keiner", "keins"].contains(&typed.trim())
}

/// A person goes with all keys and certificates.
pub fn everything_of(id: &Id, charter: &Charter, origin: &str) -> Vec<Change> {
    let keys = charter.keys.iter().filter(|k| k.role == Role::Officer);
    let keys = keys.filter(|k| person(&k.name, origin) == Some(id.as_str()));
    let retired =
        |k: &CharterKey| Revoked { key: k.name.clone(), reason: Reason::Retired, compromised_from: None };
    let mut changes: Vec<Change> = keys.map(|k| Change::RemoveKey(retired(k))).collect();
    let seals = charter.seals.iter().filter(|s| s.person.as_ref() == Some(id));
    changes.extend(seals.cloned().map(Change::RemoveSeal));
    changes.push(Change::RemovePerson(id.clone()));
    changes
}

/// A key is needed no longer; the archive key is always.
pub fn remove_key(key: CharterKey) -> Result<Change, NoChange> {
    match key.role {
        Role::Archive => Err(NoChange::Archive),
        _ => {
            let revoked = Revoked { key: key.name, reason: Reason::Retired, compromised_from: None };
            Ok(Change::RemoveKey(revoked))
        }
    }
}

/// The one certificate in the file of that name, or whose fingerprint begins so, however its digits are grouped.
pub fn find_seal(charter: &Charter, typed: &str, env: &Env) -> Result<CharterSeal, Failure> {
    let path = env.cwd.join(typed);
    let digits: String = match path.is_file() {
        true => read_certificates(&path, shown(&path, env))?.remove(0).digest().to_string(),
        false => typed.chars().filter(|c| !c.is_whitespace() && *c != ':').collect(),
    };
    let digits = digits.to_lowercase();
    let mut found = charter.seals.iter().filter(|s| s.certificate.to_string().starts_with(&digits));
    match (found.next(), found.next()) {
        (Some(seal), None) if digits.len() >= 8 => Ok(seal.clone()),
        _ => Err(NoChange::NoSeal(typed.to_owned()).into()),
    }
}

/// `POLICY=N`, `POLICY/MATTER=N` and `MATTER=N`.
pub fn specials(args: &RestArgs) -> Result<Vec<Change>, NoChange> {
    let policies = args.sign_for.iter().map(|typed| special(typed, true));
    policies.chain(args.sign_for_matter.iter().map(|typed| special(typed, false))).collect()
}

fn special(typed: &str, of_policy: bool) -> Result<Change, NoChange> {
    let bad = || NoChange::NotSpecial(typed.to_owned());
    let (what, n) = typed.split_once('=').ok_or_else(bad)?;
    let sign = match is_none(n) {
        true => None,
        false => Some(n.trim().parse().ok().filter(|n| (1..=64).contains(n)).ok_or_else(bad)?),
    };
    let (policy, matter) = match (of_policy, what.trim().split_once('/')) {
        (true, Some((policy, matter))) => (Some(policy), Some(matter)),
        (true, None) => (Some(what.trim()), None),
        (false, _) => (None, Some(what.trim())),
    };
    let policy = policy.map(|p| p.parse().map_err(|_| bad())).transpose()?;
    let matter = matter.map(|m| matter_of(m).ok_or_else(bad)).transpose()?;
    Ok(Change::Special { policy, matter, sign })
}

fn matter_of(word: &str) -> Option<Matter> {
    Some(match word {
        "force" => Matter::Force,
        "rendition" => Matter::Rendition,
        "review" => Matter::Review,
        "withhold" => Matter::Withhold,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stated_for_policies_and_matters() {
        let read = |typed: &str, of_policy| match special(typed, of_policy) {
            Ok(Change::Special { policy, matter, sign }) => {
                Some((policy.map(|p| p.to_string()), matter, sign))
            }
            _ => None,
        };
        let policy = Some("hausordnung".to_owned());
        assert_eq!(read("hausordnung=2", true), Some((policy.clone(), None, Some(2))));
        assert_eq!(read("hausordnung/review=1", true), Some((policy, Some(Matter::Review), Some(1))));
        assert_eq!(read("review=none", false), Some((None, Some(Matter::Review), None)));
        // A policy may be called as a matter is.
        assert_eq!(read("review=2", true), Some((Some("review".to_owned()), None, Some(2))));
        for (bad, of_policy) in [("x", true), ("x=0", true), ("x=65", true), ("x/y=1", true), ("x=1", false)]
        {
            assert_eq!(read(bad, of_policy), None, "{bad}");
        }
    }
}
