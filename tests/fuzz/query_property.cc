#include "tests/fuzz/query_property.h"

#include "analysis/analyser.h"
#include "query/ast.h"
#include "query/plan.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::fuzz {
namespace {

using schema::ErrorCode;
using schema::MatchMode;
using schema::QuerySyntax;

std::string fault_of_notes(const std::vector<schema::QueryNote>& notes, const std::string& text) {
  for (const auto& note : notes) {
    if (note.offset && *note.offset > text.size()) return "a note behind the text";
    if (!schema::is_valid_utf8(note.message)) return "a note that is not text";
  }
  return {};
}

std::string fault_of_refusal(const schema::Error& error, const std::string& text) {
  const bool known = error.code == ErrorCode::invalid_query || error.code == ErrorCode::limit_exceeded ||
                     error.code == ErrorCode::unsupported_syntax;
  if (!known) return "an error that is not about the query: " + error.message;
  if (!error.offset || *error.offset > text.size()) return "an error without a place: " + error.message;
  return schema::is_valid_utf8(error.message) ? std::string() : "an error that is not text";
}

std::string fault_of_tree(const query::ParsedQuery& parsed, const std::string& text) {
  if (std::string fault = fault_of_notes(parsed.notes, text); !fault.empty() || !parsed.root) return fault;
  const std::string canonical = query::canonical_text(*parsed.root);
  if (static_cast<std::int64_t>(canonical.size()) > schema::limits::kQueryBytes.value) return {};
  const auto again = query::parse_query(canonical, QuerySyntax::operators);
  if (!again || !again->root) return "not understood as written out: " + canonical;
  if (!again->notes.empty()) return "repaired as written out: " + canonical;
  return query::same_query(*again->root, *parsed.root) ? std::string() : "another tree as written out: " + canonical;
}

std::string fault_of_plan(const std::string& text, QuerySyntax syntax, MatchMode match) {
  static analysis::Analyser analyser;
  const auto plan = query::plan_query(text, syntax, match, analyser);
  if (!plan) return fault_of_refusal(plan.error(), text);
  if (std::string fault = fault_of_notes(plan->notes, text); !fault.empty()) return fault;
  if (match == MatchMode::all && plan->relaxed) return "relaxed where all is asked for";
  if (plan->may_relax && !plan->relaxed) return "nothing to relax to";
  const auto again = query::plan_query(text, syntax, match, analyser);
  const bool same = again && again->strict == plan->strict && again->relaxed == plan->relaxed && again->ranking == plan->ranking;
  return same ? std::string() : "another plan the second time";
}

}  // namespace

std::string fault_of_query(const std::string& text) {
  const auto parsed = query::parse_query(text, QuerySyntax::operators);
  std::string fault = parsed ? fault_of_tree(*parsed, text) : fault_of_refusal(parsed.error(), text);
  for (const QuerySyntax syntax : {QuerySyntax::operators, QuerySyntax::text}) {
    for (const MatchMode match : {MatchMode::automatic, MatchMode::all, MatchMode::any}) {
      if (fault.empty()) fault = fault_of_plan(text, syntax, match);
    }
  }
  return fault;
}

}  // namespace incipit::fuzz
