#include "server/web/year_chart.h"

#include <algorithm>

#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

constexpr std::int64_t kWidth = 280;
constexpr std::int64_t kHeight = 64;  // of the highest bar
constexpr std::int64_t kTop = 14;     // room for the figure above it
constexpr std::int64_t kWidestBar = 36;
constexpr std::size_t kYearsShown = 140;  // narrower bars than two units cannot be told apart

}  // namespace

void put_year_chart(View& view, const std::vector<schema::YearCount>& years) {
  std::vector<schema::YearCount> ordered = years;
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.year < b.year; });
  std::vector<View> rows;
  for (const schema::YearCount& year : ordered) {
    View row = make_view();
    put_text(row, "year", std::to_string(year.year));
    put_text(row, "year_count", grouped(year.count));
    rows.push_back(row);
  }
  put_list(view, "year_rows", rows);
  const bool drawable = !ordered.empty() && ordered.size() <= kYearsShown;
  put_flag(view, "chart", drawable);
  if (!drawable) return;

  std::int64_t most = 1;
  for (const schema::YearCount& year : ordered) most = std::max(most, year.count);
  const auto count = static_cast<std::int64_t>(ordered.size());
  const std::int64_t step = std::min(kWidestBar + 4, kWidth / count);
  const std::int64_t gap = step > 12 ? 4 : step > 3 ? 1 : 0;
  std::vector<View> bars;
  for (std::int64_t i = 0; i < count; ++i) {
    const schema::YearCount& year = ordered[static_cast<std::size_t>(i)];
    const std::int64_t papers = std::max<std::int64_t>(0, year.count);
    const std::int64_t height = papers == 0 ? 1 : std::max<std::int64_t>(2, papers * kHeight / most);
    View bar = make_view();
    put_text(bar, "bar_x", std::to_string(i * step));
    put_text(bar, "bar_y", std::to_string(kTop + kHeight - height));
    put_text(bar, "bar_width", std::to_string(step - gap));
    put_text(bar, "bar_height", std::to_string(height));
    put_flag(bar, "bar_empty", papers == 0);
    const bool room_for_words = step >= 30;
    put_text(bar, "bar_middle", std::to_string(i * step + (step - gap) / 2));
    put_text(bar, "bar_words_y", std::to_string(kTop + kHeight - height - 4));
    put_text(bar, "bar_count", room_for_words && papers > 0 ? grouped(papers) : "");
    put_text(bar, "bar_year", room_for_words ? std::to_string(year.year) : "");
    bars.push_back(bar);
  }
  put_list(view, "bars", bars);
  const std::int64_t used = count * step - gap;
  const bool ends_only = step < 30;
  put_text(view, "chart_width", std::to_string(std::max<std::int64_t>(used, 60)));
  put_text(view, "chart_height", std::to_string(kTop + kHeight + 16));
  put_text(view, "chart_base", std::to_string(kTop + kHeight + 12));
  put_text(view, "chart_first", ends_only ? std::to_string(ordered.front().year) : "");
  put_text(view, "chart_last", ends_only ? std::to_string(ordered.back().year) : "");
  put_text(view, "chart_label",
           "Papers per year, " + years_in_words(ordered.front().year, ordered.back().year) +
               "; most in one year: " + grouped(most));
}

}  // namespace incipit::server::web
