#include "storage/manifest.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "storage/files.h"

namespace incipit::storage {

using nlohmann::json;
using schema::ErrorCode;
using schema::IndexInfo;
using schema::Result;

namespace {

constexpr std::string_view kChecksumMark = "\nchecksum xxh3-128:";

std::string fmt_hex(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

bool parse_hex(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return error == std::errc() && end == text.data() + text.size();
}

json to_json(const std::optional<schema::SnapshotInfo>& snapshot) {
  if (!snapshot) return nullptr;
  return {{"as_of", snapshot->as_of.iso()}, {"revision", snapshot->revision}, {"papers", snapshot->papers},
          {"with_novelty", snapshot->with_novelty}, {"with_rank", snapshot->with_rank}};
}

std::optional<schema::SnapshotInfo> snapshot_from_json(const json& document) {
  if (document.is_null()) return {};
  return schema::SnapshotInfo{schema::parse_date(document.at("as_of").get<std::string>()).value(), document.at("revision"), document.at("papers"),
                              document.at("with_novelty"), document.at("with_rank")};
}

json to_json(const IndexInfo& info) {
  json inputs = json::array();
  for (const auto& input : info.inputs) {
    inputs.push_back({{"name", input.name}, {"format", input.format}, {"hash", input.hash}, {"bytes", input.bytes},
                      {"records", input.records}, {"accepted", input.accepted}, {"rejected", input.rejected}});
  }
  json unmatched = json::array();
  for (const auto& row : info.unmatched) {
    unmatched.push_back({{"input", row.input}, {"line", row.line}, {"subject", row.subject}, {"reason", row.reason},
                         {"candidates", row.candidates}});
  }
  return {{"format_version", info.format_version}, {"revision", info.revision}, {"fingerprint", info.fingerprint},
          {"program", info.program}, {"generation", info.generation}, {"papers", info.papers}, {"authors", info.authors},
          {"as_of", info.as_of ? json(info.as_of->iso()) : json(nullptr)}, {"built_at", info.built_at}, {"inputs", inputs},
          {"rejected", info.rejected}, {"warnings", info.warnings}, {"ignored_keys", info.ignored_keys},
          {"superseded", info.superseded}, {"merged", info.merged}, {"suppressed", info.suppressed}, {"updates", info.updates},
          {"author_ids_ignored", info.author_ids_ignored}, {"unmatched", unmatched}, {"snapshot", to_json(info.snapshot)}};
}

IndexInfo info_from_json(const json& document) {
  IndexInfo info;
  info.format_version = document.at("format_version").get<int>();
  document.at("revision").get_to(info.revision);
  document.at("fingerprint").get_to(info.fingerprint);
  document.at("program").get_to(info.program);
  document.at("generation").get_to(info.generation);
  document.at("papers").get_to(info.papers);
  document.at("authors").get_to(info.authors);
  if (!document.at("as_of").is_null()) info.as_of = schema::parse_date(document.at("as_of").get<std::string>()).value();
  document.at("built_at").get_to(info.built_at);
  for (const auto& row : document.at("inputs")) {
    info.inputs.push_back({row.at("name"), row.at("format"), row.at("hash"), row.at("bytes"), row.at("records"),
                           row.at("accepted"), row.at("rejected")});
  }
  document.at("rejected").get_to(info.rejected);
  document.at("warnings").get_to(info.warnings);
  document.at("ignored_keys").get_to(info.ignored_keys);
  document.at("superseded").get_to(info.superseded);
  if (info.format_version > 1) {
    document.at("merged").get_to(info.merged);
    document.at("suppressed").get_to(info.suppressed);
    document.at("updates").get_to(info.updates);
  }
  info.author_ids_ignored = document.value("author_ids_ignored", false);
  if (info.format_version > 6) info.snapshot = snapshot_from_json(document.at("snapshot"));
  for (const auto& row : document.at("unmatched")) {
    info.unmatched.push_back({row.at("input"), row.at("line"), row.at("subject"), row.at("reason"),
                              row.at("candidates").get<std::vector<std::string>>()});
  }
  return info;
}

// Every constant by name, in the order in which the revision takes them.
template <class Constants>
auto named_constants(Constants& constants) {
  using Value = std::conditional_t<std::is_const_v<Constants>, const double, double>;
  return std::vector<std::pair<const char*, Value*>>{
      {"pivot_title", &constants.pivot_title},     {"pivot_abstract", &constants.pivot_abstract},
      {"pivot_author", &constants.pivot_author},   {"pivot_comments", &constants.pivot_comments},
      {"weight_title", &constants.weight_title},   {"weight_abstract", &constants.weight_abstract},
      {"weight_author", &constants.weight_author}, {"b_title", &constants.b_title},
      {"b_abstract", &constants.b_abstract},       {"b_author", &constants.b_author},
      {"b_comments", &constants.b_comments},       {"k1", &constants.k1}};
}

json to_json(const RankingConstants& constants) {
  json document = {{"impact_scale", constants.impact_scale}, {"idf_scale", constants.idf_scale}};
  for (const auto& [name, value] : named_constants(constants)) document[name] = *value;
  return document;
}

RankingConstants constants_from_json(const json& document) {
  RankingConstants constants;
  document.at("impact_scale").get_to(constants.impact_scale);
  document.at("idf_scale").get_to(constants.idf_scale);
  for (const auto& [name, value] : named_constants(constants)) document.at(name).get_to(*value);
  return constants;
}

}  // namespace

void ContentSum::add(std::string_view member) {
  const auto [low, high] = hash_halves(member);
  low_ += low;
  high_ += high;
}

void ContentSum::add(const ContentSum& other) {
  low_ += other.low_;
  high_ += other.high_;
}

void ContentSum::remove(std::string_view member) {
  const auto [low, high] = hash_halves(member);
  low_ -= low;
  high_ -= high;
}

std::string ContentSum::hex() const { return fmt_hex(high_) + fmt_hex(low_); }

Result<ContentSum> ContentSum::from_hex(std::string_view hex) {
  ContentSum sum;
  const bool fits = hex.size() == 32 && parse_hex(hex.substr(0, 16), sum.high_) && parse_hex(hex.substr(16), sum.low_);
  if (!fits) return schema::fail(ErrorCode::index_damaged, "a content sum is not one");
  return sum;
}

std::string revision_of(const Manifest& manifest) {
  const auto& info = manifest.info;
  return hash_hex(manifest.papers.hex() + manifest.authors.hex() + "\n" + info.fingerprint + "\n" +
                  (info.as_of ? info.as_of->iso() : "") + "\n" + to_text(manifest.constants));
}

std::string next_name(const std::vector<std::string>& names) {
  unsigned long last = 0;
  for (const auto& name : names) last = std::max(last, std::strtoul(name.c_str(), nullptr, 10));
  char next[24];
  std::snprintf(next, sizeof next, "%04lu", last + 1);
  return next;
}

std::string to_text(const RankingConstants& constants) { return to_json(constants).dump(); }

std::string to_text(const Manifest& manifest) {
  json files = json::array();
  for (const auto& file : manifest.files) files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"hash", file.hash}});
  const json document = {{"index", to_json(manifest.info)}, {"constants", to_json(manifest.constants)},
                         {"segments", manifest.segments}, {"author_layers", manifest.author_layers},
                         {"papers_sum", manifest.papers.hex()}, {"authors_sum", manifest.authors.hex()}, {"input_paths", manifest.input_paths}, {"files", files}};
  std::string text = document.dump(1, ' ', false, json::error_handler_t::replace);
  const std::string hash = hash_hex(text);
  return text.append(kChecksumMark).append(hash).append("\n");
}

namespace {

Result<Manifest> parse_manifest(std::string_view text, int oldest) {
  const auto damaged = [](std::string why) { return schema::fail(ErrorCode::index_damaged, "MANIFEST is damaged: " + why); };
  const auto mark = text.rfind(kChecksumMark);
  if (mark == text.npos) return damaged("it has no checksum");
  const std::string_view body = text.substr(0, mark);
  if (text.substr(mark + kChecksumMark.size()) != hash_hex(body) + "\n") return damaged("its checksum does not match");
  const json document = json::parse(body, nullptr, false);
  try {
    const int version = document.at("index").at("format_version").get<int>();
    if (version < oldest || version > kFormatVersion) {
      return schema::fail(ErrorCode::index_incompatible, "the index has format " + std::to_string(version) +
                                                             " and this program reads format " +
                                                             std::to_string(kFormatVersion) + (version < kFormatVersion ? ": `incipit upgrade` rebuilds it from its own records"
                                                                                         : ": it was made by a newer program"));
    }
    Manifest manifest;
    manifest.info = info_from_json(document.at("index"));
    manifest.constants = constants_from_json(document.at("constants"));
    document.at("segments").get_to(manifest.segments);
    if (version > 1) {
      document.at("author_layers").get_to(manifest.author_layers);
      manifest.papers = ContentSum::from_hex(document.at("papers_sum").get<std::string>()).value();
      manifest.authors = ContentSum::from_hex(document.at("authors_sum").get<std::string>()).value();
    }
    document.at("input_paths").get_to(manifest.input_paths);
    manifest.info.segments = static_cast<std::int64_t>(manifest.segments.size());
    for (const auto& file : document.at("files")) manifest.files.push_back({file.at("path"), file.at("bytes"), file.at("hash")});
    return manifest;
  } catch (const std::exception& error) {
    return damaged(error.what());
  }
}

Result<Manifest> read_and_parse(const std::filesystem::path& generation, int oldest) {
  auto text = read_file(generation / "MANIFEST");
  if (!text) return tl::make_unexpected(text.error());
  return parse_manifest(*text, oldest);
}

}  // namespace

Result<Manifest> manifest_from_text(std::string_view text) { return parse_manifest(text, kFormatVersion); }

Result<Manifest> read_manifest(const std::filesystem::path& generation) { return read_and_parse(generation, kFormatVersion); }

Result<Manifest> read_older_manifest(const std::filesystem::path& generation) { return read_and_parse(generation, kOldestFormat); }

Result<void> check_sizes(const Manifest& manifest, const std::filesystem::path& generation) {
  for (const auto& file : manifest.files) {
    std::error_code error;
    const auto size = std::filesystem::file_size(generation / file.path, error);
    if (!error && size == file.bytes) continue;
    return schema::fail(ErrorCode::index_damaged, "file " + file.path + " of the index is missing or has another size",
                        generation.string());
  }
  return {};
}

}  // namespace incipit::storage
