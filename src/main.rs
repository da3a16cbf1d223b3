//! The `bando` command.

fn main() -> std::process::ExitCode {
    bando::cli::main()
}
