// The JSON contracts of the API (http-api.md, D11): one function per reply. Absent figures are null with their
// reason, never left out silently; text is valid UTF-8 (invalid bytes become U+FFFD).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "schema/author.h"
#include "schema/identity_evidence.h"
#include "schema/index_info.h"
#include "schema/novelty.h"
#include "schema/parse_result.h"
#include "schema/result.h"
#include "schema/suggestion.h"

namespace incipit::schema {

[[nodiscard]] nlohmann::ordered_json to_json(const IndexIdentity& index);
[[nodiscard]] nlohmann::ordered_json to_json(const SearchResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const Hit& hit);
[[nodiscard]] nlohmann::ordered_json to_json(const PaperResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const NoveltyResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const ParseResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const AuthorSearchResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const SuggestResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const AuthorProfile& profile);
[[nodiscard]] nlohmann::ordered_json to_json(const AuthorEvidence& answer);
[[nodiscard]] nlohmann::ordered_json to_json(const FacetResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const StatisticsResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const Metric& metric);
[[nodiscard]] nlohmann::ordered_json to_json(const SnapshotInfo& snapshot);
[[nodiscard]] nlohmann::ordered_json to_json(const IndexInfo& info);
// The members of a problem document (RFC 9457) that an error determines; the status is the caller's.
[[nodiscard]] nlohmann::ordered_json problem_json(const Error& error, int status);

// Bytes of a document for a reply; never throws on invalid UTF-8.
[[nodiscard]] std::string dump(const nlohmann::ordered_json& document);

}  // namespace incipit::schema
