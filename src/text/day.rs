//! Days as people write them.

use jiff::civil::Date;

use super::Text;

/// Returns a day as people read it: `01/03/2017` in Italian, `2017-03-01` in English.
///
/// ```
/// use bando::text::{Language, day_text};
/// let day = day_text(jiff::civil::date(2017, 3, 1));
/// assert_eq!(day.get(Language::Italian), "01/03/2017");
/// assert_eq!(day.get(Language::English), "2017-03-01");
/// ```
pub fn day_text(day: Date) -> Text {
    Text::new(day.strftime("%d/%m/%Y").to_string(), day.to_string())
}
