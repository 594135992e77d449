#include "corpus/harvest_state.h"

#include <simdjson.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "corpus/durable_file.h"
#include "schema/ascii.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kStateBytes = 256 * 1024;  // far over what the limits of its strings allow

constexpr std::array kStrings{
    std::pair{"url", &HarvestState::url},
    std::pair{"metadata_prefix", &HarvestState::metadata_prefix},
    std::pair{"set", &HarvestState::set},
    std::pair{"asked_from", &HarvestState::asked_from},
    std::pair{"asked_until", &HarvestState::asked_until},
    std::pair{"from", &HarvestState::from},
    std::pair{"token", &HarvestState::token},
    std::pair{"response_date", &HarvestState::response_date},
    std::pair{"complete", &HarvestState::complete},
};

void write_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00" + schema::hex_of({&c, 1});
    } else {
      out += c;
    }
  }
  out += '"';
}

tl::unexpected<schema::Error> not_understood(const std::string& why) {
  return fail(ErrorCode::input_invalid,
              "harvest.json cannot be understood (" + why + "); take it away to harvest from the beginning");
}

Result<HarvestState> parse(const std::string& text) {
  dom::parser parser;
  dom::object object;
  if (parser.parse(text).get_object().get(object) != simdjson::SUCCESS)
    return not_understood("it is no JSON object");
  std::uint64_t version = 0;
  if (object.at_key("version").get_uint64().get(version) || version != kVersion) {
    return not_understood("it is of another version");
  }
  HarvestState state;
  for (const auto& [key, member] : kStrings) {
    std::string_view value;
    if (object.at_key(key).get_string().get(value))
      return not_understood(std::string("no text '") + key + "'");
    state.*member = std::string(value);
  }
  if (object.at_key("pages").get_uint64().get(state.pages) ||
      state.pages > static_cast<std::uint64_t>(schema::limits::kHarvestPages.value)) {
    return not_understood("no usable number of pages");
  }
  return state;
}

}  // namespace

Result<std::optional<HarvestState>> read_harvest_state(const std::string& path) {
  std::error_code fault;
  if (fs::symlink_status(path, fault).type() == fs::file_type::not_found) return std::nullopt;
  const auto size = fs::file_size(path, fault);
  if (fault)
    return fail(ErrorCode::input_unreadable, "harvest.json cannot be read: " + fault.message(), path);
  if (size > kStateBytes) return not_understood("it is too large");
  std::ifstream file(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    return fail(ErrorCode::input_unreadable, "harvest.json cannot be read", path);
  }
  auto state = parse(text);
  if (!state) return tl::make_unexpected(state.error());
  return std::optional(std::move(*state));
}

Result<void> write_harvest_state(const std::string& path, const HarvestState& state) {
  std::string text = "{\n  \"version\": " + std::to_string(kVersion);
  for (const auto& [key, member] : kStrings) {
    text += std::string(",\n  \"") + key + "\": ";
    write_string(state.*member, text);
  }
  text += ",\n  \"pages\": " + std::to_string(state.pages) + "\n}\n";
  return write_durably(path, text);
}

}  // namespace incipit::corpus
