//! No picture of this program's memory on a disk, now that it will hold secrets.
//!
//! Specification: `docs/keys.md`, "In memory". Best effort: where the system does not obey, nothing is worse than
//! before, and not to sign would help nobody.

/// Forbids core dumps of this process, for good; on Linux other programs of the same user cannot look into its memory
/// any more, nor can a program that collects dumps.
#[cfg(unix)]
pub fn forbid() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // The limit does not hold for a pipe to a program that collects dumps; this does.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Windows writes no dumps unless somebody set it up to.
#[cfg(not(unix))]
pub fn forbid() {}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, getrlimit};

    #[test]
    fn nothing_of_this_process_is_dumped() {
        super::forbid();
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
        #[cfg(target_os = "linux")]
        assert_eq!(
            rustix::process::dumpable_behavior().unwrap(),
            rustix::process::DumpableBehavior::NotDumpable
        );
    }
}
