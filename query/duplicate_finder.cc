#include "query/duplicate_finder.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>
#include <tuple>

#include "analysis/work.h"
#include "schema/ids.h"
#include "schema/sources.h"

namespace incipit::query {

using schema::Field;
using schema::Result;

namespace {

constexpr std::string_view kDoi = "doi:";  // before a DOI among the identifiers of a paper
constexpr int kYearsApart = 1;

// Papers joined to groups.
class Joining {
 public:
  explicit Joining(const std::vector<SegmentView>& segments) {
    std::uint32_t rows = 0;
    for (const auto& segment : segments) {
      begins_.push_back(rows);
      rows += segment.rows();
    }
    parent_.resize(rows);
    std::iota(parent_.begin(), parent_.end(), 0U);
  }

  void join(const PaperPlace& a, const PaperPlace& b) { parent_[root(number(b))] = root(number(a)); }

  // Those of two papers or more.
  std::vector<DuplicateGroup> groups() {
    std::unordered_map<std::uint32_t, DuplicateGroup> by_root;
    for (std::uint32_t s = 0; s < begins_.size(); ++s) {
      const auto end = s + 1 < begins_.size() ? begins_[s + 1] : static_cast<std::uint32_t>(parent_.size());
      for (std::uint32_t paper = begins_[s]; paper < end; ++paper) {
        if (parent_[paper] != paper) by_root[root(paper)].emplace_back(s, paper - begins_[s] + 1);
      }
    }
    std::vector<DuplicateGroup> groups;
    for (auto& [root, others] : by_root) {
      others.push_back(place(root));
      groups.push_back(std::move(others));
    }
    return groups;
  }

 private:
  [[nodiscard]] std::uint32_t number(const PaperPlace& paper) const { return begins_[paper.first] + paper.second - 1; }
  [[nodiscard]] PaperPlace place(std::uint32_t paper) const {
    const auto segment = std::upper_bound(begins_.begin(), begins_.end(), paper) - begins_.begin() - 1;
    return {static_cast<std::uint32_t>(segment), paper - begins_[static_cast<std::size_t>(segment)] + 1};
  }
  std::uint32_t root(std::uint32_t paper) {
    while (parent_[paper] != paper) paper = parent_[paper] = parent_[parent_[paper]];
    return paper;
  }

  std::vector<std::uint32_t> begins_;  // the number of each segment's first row
  std::vector<std::uint32_t> parent_;
};

}  // namespace

std::string_view DuplicateFinder::title_of(const PaperPlace& paper) const {
  return segments_[paper.first].columns->title_keys[paper.second - 1];
}

std::int32_t DuplicateFinder::year_of(const PaperPlace& paper) const { return segments_[paper.first].columns->year[paper.second - 1]; }

const std::string& DuplicateFinder::surname_of(const PaperPlace& paper) {
  static const std::string kNobody;
  const auto ordinals = segments_[paper.first].columns->authors[paper.second - 1];
  if (ordinals.empty()) return kNobody;
  const auto [known, fresh] = surnames_.try_emplace(ordinals.front());
  if (fresh) {
    const std::string name = analysis::name_key(authors_.name(ordinals.front()));
    known->second = name.substr(name.rfind(' ') + 1);
  }
  return known->second;
}

bool DuplicateFinder::has_title_evidence(const PaperPlace& paper) {
  return year_of(paper) != 0 && title_of(paper).size() >= analysis::kShortestWorkTitle && !surname_of(paper).empty();
}

void DuplicateFinder::sort(DuplicateGroup& group) const {
  std::vector<std::tuple<int, std::string_view, PaperPlace>> keyed;
  for (const PaperPlace& paper : group) {
    const std::string_view id = id_of(segments_, {paper.first, paper.second, {}});
    keyed.emplace_back(schema::source_rank(schema::source_of(id)), id, paper);
  }
  std::sort(keyed.begin(), keyed.end());
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = std::get<PaperPlace>(keyed[i]);
}

std::vector<PaperPlace> DuplicateFinder::with_doi(const std::string& key, const Deadline& deadline) const {
  std::vector<PaperPlace> papers;
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    for (const std::uint32_t docid : segments_[s].papers_with(Field::alias, key, deadline)) papers.emplace_back(s, docid);
  }
  return papers;
}

std::vector<PaperPlace> DuplicateFinder::of_same_work(const PaperPlace& paper, const Deadline& deadline) {
  std::vector<PaperPlace> papers;
  const std::string_view title = title_of(paper);
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    const auto& columns = *segments_[s].columns;
    for (const std::uint32_t row : columns.titles.equal_to(title, columns.title_keys)) {
      deadline.check_often();
      const PaperPlace other{s, row + 1};
      if (segments_[s].dead->papers().contains(other.second) || !has_title_evidence(other)) continue;
      if (surname_of(other) == surname_of(paper) && std::abs(year_of(other) - year_of(paper)) <= kYearsApart) papers.push_back(other);
    }
  }
  return papers;
}

Result<DuplicateGroup> DuplicateFinder::group_of(const PaperPlace& paper, const Deadline& deadline) {
  std::set<PaperPlace> members{paper};
  DuplicateGroup group{paper};
  const auto add = [&](const std::vector<PaperPlace>& papers) {
    for (const auto& other : papers) {
      if (members.insert(other).second) group.push_back(other);
    }
  };
  // What was looked up, so that nothing is twice.
  std::set<std::string> dois;
  std::set<std::tuple<std::string_view, std::string, std::int32_t>> works;
  for (std::size_t next = 0; next < group.size(); ++next) {
    deadline.check();
    const PaperPlace member = group[next];
    if (has_title_evidence(member) && works.emplace(title_of(member), surname_of(member), year_of(member)).second) {
      add(of_same_work(member, deadline));
    }
    const auto record = hits_.record({member.first, member.second, {}});
    if (!record) return tl::make_unexpected(record.error());
    for (const auto& key : schema::alias_keys(*record)) {
      if (key.starts_with(kDoi) && dois.insert(key).second) add(with_doi(key, deadline));
    }
  }
  sort(group);
  return group;
}

void DuplicateFinder::join_by_title(const Join& join, const Deadline& deadline) {
  struct Titled {
    std::size_t title;  // its hash: what is equal is compared below
    PaperPlace paper;
  };
  std::vector<Titled> all;
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    for (const std::uint32_t docid : docids_of(segments_[s].everything())) {
      deadline.check_often();
      const std::string_view title = title_of({s, docid});
      if (title.size() >= analysis::kShortestWorkTitle) all.push_back({std::hash<std::string_view>{}(title), {s, docid}});
    }
  }
  std::sort(all.begin(), all.end(), [](const Titled& a, const Titled& b) { return a.title < b.title; });
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end].title == all[begin].title) ++end;
    std::vector<PaperPlace> papers;
    for (std::size_t i = begin; i < end && end - begin > 1; ++i) {
      deadline.check_often();
      if (has_title_evidence(all[i].paper)) papers.push_back(all[i].paper);
    }
    const auto key = [this](const PaperPlace& paper) { return std::make_tuple(title_of(paper), std::string_view(surname_of(paper)), year_of(paper)); };
    std::sort(papers.begin(), papers.end(), [&](const PaperPlace& a, const PaperPlace& b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < papers.size(); ++i) {
      const auto [title, surname, year] = key(papers[i - 1]);
      const auto [next_title, next_surname, next_year] = key(papers[i]);
      if (title == next_title && surname == next_surname && next_year - year <= kYearsApart) join(papers[i - 1], papers[i]);
    }
    begin = end;
  }
}

void DuplicateFinder::join_by_doi(const Join& join, const Deadline& deadline) const {
  std::unordered_map<std::string, std::int64_t> frequencies;
  std::vector<std::string> shared;
  for (const auto& segment : segments_) {
    for (auto& [doi, frequency] : segment.counted_terms_beginning(Field::alias, kDoi, deadline)) {
      if (segments_.size() > 1) {
        frequencies[std::move(doi)] += frequency;
      } else if (frequency > 1) {
        shared.push_back(std::move(doi));
      }
    }
  }
  for (const auto& [doi, frequency] : frequencies) {
    if (frequency > 1) shared.push_back(doi);
  }
  for (const auto& doi : shared) {
    const auto papers = with_doi(doi, deadline);
    for (const PaperPlace& paper : papers) join(papers.front(), paper);
  }
}

std::vector<DuplicateGroup> DuplicateFinder::all(const Deadline& deadline) {
  Joining joining(segments_);
  const Join join = [&](const PaperPlace& a, const PaperPlace& b) { joining.join(a, b); };
  join_by_title(join, deadline);
  join_by_doi(join, deadline);
  auto groups = joining.groups();
  for (auto& group : groups) {
    deadline.check_often();
    sort(group);
  }
  return groups;
}

}  // namespace incipit::query
