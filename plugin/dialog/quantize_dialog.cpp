// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/quantize_dialog.h"

#include <libgimp/gimpui.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "plugin/dialog/controls.h"
#include "plugin/dialog/model/flat_art.h"
#include "plugin/dialog/model/palette_editor.h"
#include "plugin/dialog/pages/color_cloud.h"
#include "plugin/dialog/pages/elbow_page.h"
#include "plugin/dialog/pages/layer_list.h"
#include "plugin/dialog/pages/palette_view.h"
#include "plugin/dialog/pages/preview_view.h"
#include "plugin/dialog/pages/status_line.h"
#include "plugin/dialog/pages/suggestion_line.h"
#include "plugin/dialog/signals.h"
#include "plugin/dialog/subject.h"
#include "plugin/dialog/trace.h"
#include "plugin/dialog/work/live_elbow.h"
#include "plugin/dialog/work/live_preview.h"
#include "plugin/dialog/work/live_quantization.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/image/what_counts.h"
#include "plugin/settings.h"

namespace kmq {
namespace {

/// Fits a screen of 1366 × 768 with its panels.
constexpr int default_width = 1300;
constexpr int default_height = 700;

/// The whole picture, with at least as many pixels as a thumbnail where it has them.
View thumbnail_view(const Picture& picture) {
  const int reduction = std::min(picture.width / ElbowThumbnail::width, picture.height / ElbowThumbnail::height);
  return {0, 0, picture.width, picture.height, std::clamp(reduction, 1, View::max_reduction)};
}

/// The conductor of the dialog: a change of the settings → search → palette, status and preview.
class QuantizeDialog {
 public:
  QuantizeDialog(GimpProcedure* procedure, GimpProcedureConfig* config, GimpImage* image, const Drawables& chosen);
  ~QuantizeDialog();
  QuantizeDialog(const QuantizeDialog&) = delete;
  QuantizeDialog& operator=(const QuantizeDialog&) = delete;

  std::optional<ConfirmedDialog> run();

 private:
  /// What the settings ask for.
  struct Wish {
    Settings settings;
    Subject subject;
    QuantizeOptions options;
  };

  GtkWidget* new_results();
  const Subject& subject_for(const Settings& settings);
  [[nodiscard]] Wish read_wish();
  void tell_what_counts(Output output);
  void suggest_settings();
  [[nodiscard]] ShownPicture picture_to_show();
  [[nodiscard]] bool has_same_pixels(const Wish& wish);
  [[nodiscard]] std::optional<TimedQuantization> found_for_settings();

  void settings_changed(GParamSpec* setting) noexcept;
  [[nodiscard]] PaletteEditor editor_of(const LiveResult& result) const;
  void show_result(const LiveResult& result);
  void show_choice();
  void show_error(const std::string& sentence);
  void update_preview();
  void update_elbow();
  void show_elbow();
  void change_palette(const PaletteWish& wish);
  void pick_color(int x, int y);

  // The first member: it measures from here.
  Trace opening_;
  GimpProcedureConfig* config_;
  GimpImage* image_;
  const Drawables& chosen_;
  GtkWidget* dialog_;
  std::vector<std::pair<CountingRules, Subject>> subjects_;
  std::optional<Wish> wish_;
  // Of the wish, or of the last one that could be fulfilled.
  Subject subject_;
  // For which it is told what counts.
  std::optional<Output> told_output_;
  ShownPicture shown_;
  // What is shown, if that is not the first drawable: it is read anew when another one is chosen.
  struct OtherPicture {
    GimpDrawable* drawable;
    AlphaRule alpha_rule;
    ShownPicture shown;
  };
  std::optional<OtherPicture> other_;
  StatusLine status_;
  SuggestionLine suggestion_;
  LayerList layers_;
  PaletteView palette_;
  PreviewView preview_;
  ColorCloud cloud_;
  ElbowPage elbow_page_;
  Trace step_;
  gulong notify_handler_;
  // The last members: their threads end first.
  LiveQuantization quantization_;
  LivePreview rendering_;
  LiveElbow elbow_;
};

QuantizeDialog::QuantizeDialog(GimpProcedure* procedure, GimpProcedureConfig* config, GimpImage* image,
                               const Drawables& chosen)
    : config_(config),
      image_(image),
      chosen_(chosen),
      dialog_(gimp_procedure_dialog_new(procedure, config, _("K-Means Quantize"))),
      suggestion_([this] { g_object_set(config_, "flat-areas", TRUE, nullptr); }),
      layers_([this] { settings_changed(nullptr); }),
      palette_(palette_format(chosen.front(), {}),
               {.on_choice = [this] { show_choice(); },
                .on_edit = [this](const PaletteWish& wish) { change_palette(wish); },
                .on_error = [this](const std::string& sentence) { status_.show_error(sentence); }}),
      preview_(layers_.widget(),
               {.on_view_change = [this] { update_preview(); }, .on_pick = [this](int x, int y) { pick_color(x, y); }}),
      elbow_page_({.on_change = [this] { update_elbow(); },
                   .on_k = [this](int k) { g_object_set(config_, "k", k, nullptr); },
                   .on_error = [this](const std::string& sentence) { status_.show_error(sentence); }}),
      notify_handler_(connect<&QuantizeDialog::settings_changed>(config, "notify", this)),
      quantization_([this](const LiveResult& result) { show_result(result); },
                    [this](const std::string& sentence) { show_error(sentence); }),
      rendering_({.on_original = [this](const Rendering& rendering) { preview_.show_original(rendering); },
                  .on_result =
                      [this](const Rendering& rendering, bool is_exact) {
                        preview_.show_result(rendering);
                        step_.print(is_exact ? "exact preview after change" : "preview after change");
                        opening_.print("preview since opening");
                      },
                  .on_error = [this](const std::string& sentence) { show_error(sentence); }}),
      elbow_([this] { show_elbow(); }, [this](const std::string& sentence) { show_error(sentence); }) {
  GtkWidget* columns = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_pack_start(GTK_BOX(columns), new_controls(GIMP_PROCEDURE_DIALOG(dialog_), config), FALSE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(columns), new_results(), TRUE, TRUE, 0);
  gtk_container_set_border_width(GTK_CONTAINER(columns), 6);
  gtk_widget_show(columns);
  gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(dialog_))), columns, TRUE, TRUE, 0);
  gtk_window_set_default_size(GTK_WINDOW(dialog_), default_width, default_height);
}

QuantizeDialog::~QuantizeDialog() {
  g_signal_handler_disconnect(config_, notify_handler_);
  gtk_widget_destroy(dialog_);
}

GtkWidget* QuantizeDialog::new_results() {
  GtkWidget* results = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget* notebook = gtk_notebook_new();
  gtk_notebook_append_page(GTK_NOTEBOOK(notebook), preview_.widget(), gtk_label_new(_("Preview")));
  gtk_notebook_append_page(GTK_NOTEBOOK(notebook), cloud_.widget(), gtk_label_new(_("Colors")));
  gtk_notebook_append_page(GTK_NOTEBOOK(notebook), elbow_page_.widget(), gtk_label_new(_("Choose k")));
  gtk_box_pack_start(GTK_BOX(results), notebook, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(results), palette_.widget(), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(results), status_.widget(), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(results), suggestion_.widget(), FALSE, FALSE, 0);
  gtk_widget_show(notebook);
  gtk_widget_show(results);
  return results;
}

const Subject& QuantizeDialog::subject_for(const Settings& settings) {
  CountingRules rules = counting_rules(settings);
  if (all_outputs_count_alike(image_, chosen_)) rules.alpha = {};
  const auto known = std::ranges::find(subjects_, rules, &std::pair<CountingRules, Subject>::first);
  if (known != subjects_.end()) return known->second;
  const Trace reading;
  Subject subject = read_subject(image_, chosen_, settings.output, rules);
  reading.print("pixels read and counted");
  return subjects_.emplace_back(rules, std::move(subject)).second;
}

QuantizeDialog::Wish QuantizeDialog::read_wish() {
  check_are_there(chosen_);
  Settings settings = read_settings(config_, chosen_.front());
  check_output(image_, chosen_, settings.output);
  check_given_colors(image_, chosen_, settings);
  const Subject& subject = subject_for(settings);
  const QuantizeOptions options = fitted_options(settings, *subject.counted);
  return {std::move(settings), subject, options};
}

void QuantizeDialog::tell_what_counts(Output output) {
  if (told_output_ == output) return;
  const Drawables counted = counted_drawables(image_, chosen_, output);
  layers_.offer(counted, chosen_.front());
  status_.show_subject(what_counts(image_, counted), losses(image_, counted, output));
  told_output_ = output;
}

void QuantizeDialog::suggest_settings() {
  const ColorHistogram& histogram = *subject_.histogram();
  const QuantizeOptions& options = wish_->options;
  const bool may_help = !options.flat_areas && options.spec.use != PaletteUse::only &&
                        histogram.size() > static_cast<std::size_t>(options.k.value()) &&
                        is_flat_art(subject_.flat_share, histogram.size(), histogram.pixel_count());
  suggestion_.show(may_help ? std::optional(subject_.flat_share) : std::nullopt);
}

ShownPicture QuantizeDialog::picture_to_show() {
  GimpDrawable* drawable = layers_.chosen();
  if (drawable == chosen_.front()) {
    other_.reset();
    return subject_.shown;
  }
  check_are_there({&drawable, 1});
  const AlphaRule& alpha_rule = wish_->settings.alpha_rule;
  if (!other_ || other_->drawable != drawable || other_->alpha_rule != alpha_rule) {
    other_ = {drawable, alpha_rule, read_picture(drawable, alpha_rule)};
  }
  return other_->shown;
}

void QuantizeDialog::settings_changed(GParamSpec*) noexcept {
  step_.begin();
  try {
    wish_ = read_wish();
    subject_ = wish_->subject;
    tell_what_counts(wish_->settings.output);
    suggest_settings();
    shown_ = picture_to_show();
    preview_.set_picture_size(shown_.picture->width, shown_.picture->height);
    quantization_.want(wish_->subject.search, wish_->options);
    gtk_dialog_set_response_sensitive(GTK_DIALOG(dialog_), GTK_RESPONSE_OK, TRUE);
    status_.set_busy(quantization_.is_busy());
    if (const auto& newest = quantization_.newest()) {
      show_result(*newest);
    } else {
      update_elbow();
    }
  } catch (const std::bad_alloc&) {
    show_error(_("There is not enough memory for this picture."));
  } catch (const std::exception& error) {
    show_error(error.what());
  }
}

/// What is shown may belong to an older wish; then that is what the user works on.
PaletteEditor QuantizeDialog::editor_of(const LiveResult& result) const {
  const QuantizeOptions& given = wish_->settings.quantize;
  const auto places_for_colors = [](const QuantizeOptions& fitted) {
    return fitted.k.value() - (fitted.key_color ? 1 : 0);
  };
  const bool is_only = given.spec.use == PaletteUse::only;
  const int taken_by_transparency = is_only ? 0 : given.k.value() - places_for_colors(wish_->options);
  PaletteWish wish{given.spec, given.k.value()};
  if (result.options != wish_->options) {
    wish = {result.options.spec, places_for_colors(result.options) + taken_by_transparency};
  }
  return {std::move(wish), taken_by_transparency, result.options.key_color, result.quantization->palette};
}

void QuantizeDialog::show_result(const LiveResult& result) {
  palette_.show(result.quantization, editor_of(result));
  status_.set_busy(quantization_.is_busy());
  status_.show_result(result, subject_.histogram()->size());
  show_choice();
  update_elbow();
}

/// Shows where the chosen palette color is: in the picture, and in space.
void QuantizeDialog::show_choice() {
  if (const auto& newest = quantization_.newest()) {
    cloud_.show(subject_.histogram(), newest->options.color_space, newest->quantization, palette_.chosen_index());
  }
  update_preview();
}

void QuantizeDialog::show_error(const std::string& sentence) {
  quantization_.stop();
  wish_.reset();
  elbow_.pause();
  palette_.clear();
  preview_.clear_result();
  cloud_.clear();
  update_preview();
  status_.show_error(sentence);
  gtk_dialog_set_response_sensitive(GTK_DIALOG(dialog_), GTK_RESPONSE_OK, FALSE);
}

void QuantizeDialog::update_preview() {
  const std::optional<View> view = preview_.wanted_view();
  if (!view || !shown_.renderer) return;
  std::optional<PreviewWish> preview_wish;
  if (const auto& newest = quantization_.newest(); newest && wish_) {
    preview_wish = PreviewWish{subject_.histogram(),   newest->quantization,       newest->options.color_space,
                               wish_->settings.dither, wish_->settings.speck_size, palette_.chosen_index()};
  }
  rendering_.want(shown_.renderer, *view, preview_wish);
}

/// The curve is searched while it is looked at and what is asked for is found.
void QuantizeDialog::update_elbow() {
  if (!wish_) {
    elbow_.pause();
    return;
  }
  QuantizeOptions options = wish_->options;
  options.k = QuantizeOptions().k;
  const Picture& picture = *subject_.shown.picture;
  const ElbowSubject subject{.search = subject_.search,
                             .renderer = subject_.thumbnail_renderer,
                             .thumbnail_view = thumbnail_view(picture),
                             .options = options,
                             .dither = wish_->settings.dither,
                             .speck_size = wish_->settings.speck_size};
  elbow_.forget_other_than(subject);
  if (elbow_page_.is_in_sight() && !quantization_.is_busy()) {
    elbow_.want(subject, elbow_page_.wanted_numbers());
  } else {
    elbow_.pause();
  }
  show_elbow();
}

void QuantizeDialog::show_elbow() {
  if (wish_) elbow_page_.show(elbow_, wish_->options.k.value());
}

/// What the user does with the palette is written as given colors, where it can be read, saved and repeated.
void QuantizeDialog::change_palette(const PaletteWish& wish) { write_palette(config_, wish.spec, wish.k); }

void QuantizeDialog::pick_color(int x, int y) {
  if (!shown_.picture) return;
  const Rgba8 color = shown_.picture->row(x, y, 1).front();
  if (color.alpha != 0) palette_.add_color(color.rgb());
}

/// While the dialog is open, GIMP goes on: layers and selection may have changed.
bool QuantizeDialog::has_same_pixels(const Wish& wish) {
  const Output output = wish.settings.output;
  CountingRules rules = counting_rules(wish.settings);
  if (all_outputs_count_alike(image_, chosen_)) rules.alpha = {};
  const CountedPixels now = count_for(image_, counted_drawables(image_, chosen_, output), rules);
  return now == *wish.subject.counted;
}

/// The settings are read again: what counts is what OK will read.
std::optional<TimedQuantization> QuantizeDialog::found_for_settings() {
  const Wish wish = read_wish();
  const auto& newest = quantization_.newest();
  const bool is_wanted = newest && newest->is_final && newest->options == wish.options && wish_ &&
                         wish_->subject.search == wish.subject.search;
  if (!is_wanted || !has_same_pixels(wish)) return std::nullopt;
  opening_.print("confirmed with what is shown");
  return TimedQuantization{*newest->quantization, wish.subject.histogram(), newest->seconds};
}

std::optional<ConfirmedDialog> QuantizeDialog::run() {
  settings_changed(nullptr);
  gtk_widget_show(dialog_);
  opening_.print("dialog shown");
  if (gimp_procedure_dialog_run(GIMP_PROCEDURE_DIALOG(dialog_)) == FALSE) return std::nullopt;
  return ConfirmedDialog{found_for_settings()};
}

}  // namespace

std::optional<ConfirmedDialog> run_quantize_dialog(GimpProcedure* procedure, GimpProcedureConfig* config,
                                                   GimpImage* image, const Drawables& chosen) {
  gimp_ui_init("kmeans-quantize");
  return QuantizeDialog(procedure, config, image, chosen).run();
}

}  // namespace kmq
