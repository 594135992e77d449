// Typed access to the members of one JSON record: a value of the wrong type is dropped and becomes a warning,
// never a silent default. null means "not given" everywhere.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/field_text.h"
#include "corpus/reader.h"
#include "schema/date.h"
#include "schema/paper.h"

namespace incipit::corpus {

// The members of an object by the position of their key in a fixed list of keys. The first of two equal keys
// is used and the other becomes a warning; keys outside the list are noted in `ignored_keys`, once each, with
// `prefix` before them.
class Members {
 public:
  // `keys` must outlive this object. Requires at most 64 keys.
  Members(simdjson::dom::object object, std::span<const std::string_view> keys, std::string_view prefix,
          Record& record);

  // The value of a key; nullopt when it is absent or null.
  [[nodiscard]] std::optional<simdjson::dom::element> find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return find(key).has_value(); }

  // Each of these adds a warning and answers "absent" when the value has the wrong type.
  [[nodiscard]] std::optional<std::string_view> string(std::string_view key);
  [[nodiscard]] std::string text(std::string_view key);  // clean; empty when absent
  // Plain text; a warning where it had control characters.
  [[nodiscard]] std::string plain_text(std::string_view key);
  [[nodiscard]] std::optional<schema::Date> date(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                                    std::int64_t most);
  [[nodiscard]] std::optional<simdjson::dom::array> list(std::string_view key);
  // The members of an object, as of one made with `keys` and `prefix`.
  [[nodiscard]] std::optional<Members> object(std::string_view key, std::span<const std::string_view> keys,
                                              std::string_view prefix);
  // Clean text, or an integer as text; empty when absent.
  [[nodiscard]] std::string text_or_number(std::string_view key);

  void warn(std::string_view key, std::string reason);

 private:
  std::span<const std::string_view> keys_;
  std::vector<std::optional<simdjson::dom::element>> values_;
  std::string prefix_;
  Record& record_;
};

// The value as what it is taken for; empty when it is something else.
[[nodiscard]] std::string_view string_in(simdjson::dom::element value);
[[nodiscard]] simdjson::dom::array array_in(simdjson::dom::element value);
[[nodiscard]] simdjson::dom::object object_in(simdjson::dom::element value);

// "a string", "an object", ...: for warnings.
[[nodiscard]] std::string_view type_name(simdjson::dom::element value);

// Codes of a list of strings or of one string with blanks between them, verbatim, without repeats; one with a control
// character is left out with a warning.
[[nodiscard]] std::vector<std::string> read_categories(Members& members);

// The DOI without its address; empty when absent. Several DOIs in one field (an erratum's) stay as they are.
[[nodiscard]] std::string read_doi(Members& members);

// The id of a record, its version split off where it has one of arXiv's two bare forms with `vN`.
// Cause: "no_id" or "bad_id".
[[nodiscard]] tl::expected<void, RejectionCause> read_id(const Members& members, std::string_view key,
                                                         schema::Paper& paper);

// The authors in the list under `key`, each by `read`; those without a name are left out, with one warning for all. Cause:
// "too_many_authors".
using ReadAuthor = std::function<schema::Authorship(simdjson::dom::element entry)>;
[[nodiscard]] tl::expected<void, RejectionCause> read_author_list(Members& members, const char* key, Record& record,
                                                                  schema::Paper& paper, const ReadAuthor& read);

}  // namespace incipit::corpus
