//! The command as users have it, built with the benches so that it is there to be timed.

use std::process::ExitCode;

fn main() -> ExitCode {
    bando::cli::main()
}
