//! A sign of life while a long file is worked on.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How many bytes of proposals take long enough to be worth it.
const LONG: usize = 2_000_000;

/// Returns a spinner with `text`; it shows only on a terminal and for long files, and goes when it
/// is dropped.
pub(super) fn spinner(bytes: usize, text: &str) -> Spinner {
    let bar = if bytes >= LONG && std::io::stderr().is_terminal() {
        let bar = ProgressBar::new_spinner().with_message(text.to_owned());
        bar.set_style(ProgressStyle::default_spinner());
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    } else {
        ProgressBar::hidden()
    };
    Spinner(bar)
}

/// A spinner that goes when it is dropped.
pub(super) struct Spinner(ProgressBar);

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
