//! What follows from a requirement that is not met, where that hangs on what the office finds.

use bando::precheck::{Answers, Depth, Question, Reception};
use bando::report::precheck_text;
use bando::text::Language;
use bando::value::Value;

use super::written::call_of;

/// What is said of a proposal that is not registered, where an office may find what changes what
/// follows from that.
fn told(usual: &str, where_found: &str, language: Language) -> String {
    let precheck = call_of(
        "registered : yes/no ask \"Registered?\"\nlate : yes/no by office",
        &format!(
            "requirement register \"Register\" {{
  phase formal
  cite notice \"art. 2\"
  require registered
  else \"Not registered.\"
  {usual}
  exception late_register \"Late\" {{
    cite notice \"art. 3\"
    when late
    {where_found}
  }}
}}
"
        ),
    );
    let call = precheck.call();
    let mut answers = Answers::none(call);
    let registered = Question::named(call, "registered").unwrap();
    assert!(answers.state(&registered, Value::YesNo(false)));
    let step = precheck.next(&answers, Depth::Verdict);
    precheck_text(call, &answers, &step, Reception::Open, language)
}

#[test]
fn the_verdict_and_what_follows_say_the_same() {
    assert_eq!(
        told("", "remedy within 10 days", Language::English),
        "You may apply, but something must be remedied.

Not met:
- Register (register)
  § Notice, art. 2
  Not registered.
  to be remedied within 10 days
"
    );
    assert_eq!(
        told("", "reservation within 10 days", Language::Italian),
        "Può presentare domanda, con riserva.

Non soddisfatti:
- Register (register)
  § Notice, art. 2
  Not registered.
  con riserva, da sciogliere entro 10 giorni
"
    );
    assert_eq!(
        told(
            "remedy within 20 days",
            "remedy within 10 days",
            Language::English
        ),
        "You may apply, but something must be remedied.

Not met:
- Register (register)
  § Notice, art. 2
  Not registered.
  to be remedied within 10 days
"
    );
}
