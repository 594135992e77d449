#include "indexer/suppressed.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include "schema/ids.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Result;

Result<std::set<std::string>> read_suppressed(const fs::path& index) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::set<std::string> ids;
  const fs::path path = index / "suppress.txt";
  std::error_code failed;
  const auto type = fs::status(path, failed).type();
  if (type == fs::file_type::not_found) return ids;
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (type != fs::file_type::regular || !file.is_open() || file.bad()) {
    return schema::fail(schema::ErrorCode::system, "suppress.txt of the index directory cannot be read: make it readable, or take it away");
  }
  std::istringstream lines(text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    const std::size_t end = line.find_last_not_of(" \t\r");
    if (begin == std::string::npos || line[begin] == '#') continue;
    const std::string id = line.substr(begin, end + 1 - begin);
    ids.insert(id);
    ids.insert(schema::alias_key(id));
  }
  return ids;
}

}  // namespace incipit::indexer
