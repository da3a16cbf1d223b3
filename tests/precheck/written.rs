//! Small calls, as rules write them.

use bando::precheck::Precheck;

use crate::support::{ProjectFiles, checked};

/// A call of these facts and rules.
pub(super) fn call_of(facts: &str, rules: &str) -> Precheck {
    let text = format!(
        "bando 1 en

call small {{
  title \"Small\"
  zone Europe/Rome
}}

source notice \"Notice\"

facts {{
{facts}
}}

{rules}
"
    );
    Precheck::new(checked(&text, &ProjectFiles::default()))
}

/// A requirement, with what follows from it and its exceptions.
pub(super) fn requirement(name: &str, title: &str, condition: &str, more: &str) -> String {
    cited(name, title, "cite notice", condition, more)
}

/// Requirements of these conditions, with what follows from each: `r0`, "Requirement 0", "art. 0".
pub(super) fn numbered(requirements: &[(&str, &str)]) -> String {
    let requirements = requirements.iter().enumerate();
    let requirements = requirements.map(|(place, (condition, more))| {
        let title = format!("Requirement {place}");
        let cite = format!("cite notice \"art. {place}\"");
        cited(&format!("r{place}"), &title, &cite, condition, more)
    });
    requirements.collect()
}

fn cited(name: &str, title: &str, cite: &str, condition: &str, more: &str) -> String {
    format!(
        "requirement {name} \"{title}\" {{
  phase formal
  {cite}
  require {condition}
  else \"No.\"
  {more}
}}

"
    )
}
