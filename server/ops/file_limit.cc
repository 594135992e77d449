#include "server/ops/file_limit.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <limits>

namespace incipit::server::ops {
namespace {

std::size_t files_of(rlim_t limit) {
  return limit == RLIM_INFINITY ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(limit);
}

}  // namespace

std::size_t raise_file_limit(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return wanted;  // unknown: accepting tells when there are none left
  if (files_of(limit.rlim_cur) >= wanted) return files_of(limit.rlim_cur);
  rlimit raised = limit;
  raised.rlim_cur = static_cast<rlim_t>(std::min(wanted, files_of(limit.rlim_max)));
  return files_of(::setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur);
}

std::size_t affordable_connections(std::size_t wanted, std::size_t files,
                                   const std::function<void(const std::string&)>& log) {
  if (files >= wanted + kOwnFiles) return wanted;
  const std::size_t left = files > 2 * kOwnFiles ? files - kOwnFiles : std::max<std::size_t>(files / 2, 1);
  const std::size_t cap = std::min(wanted, left);
  if (log) {
    log(fmt::format("serving at most {} connections instead of {}: the limit of open files is {}", cap,
                    wanted, files));
  }
  return cap;
}

}  // namespace incipit::server::ops
