// SPDX-License-Identifier: GPL-3.0-or-later
// kmq:quantize as GEGL sees it: a class of GObject with properties, regions and formats.
#include <dlfcn.h>
#include <gegl-plugin.h>
#include <libintl.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <limits>
#include <mutex>
#include <span>
#include <string>

#include "plugin/choices.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/operation/layer_effect.h"

namespace {

using namespace kmq;

/// What an operation has beside its GObject.
struct Quantize {
  std::mutex settings_mutex;
  EffectSettings settings;
  /// A host may ask from several threads; what the effect keeps is for one at a time.
  std::mutex render_mutex;
  LayerEffect effect;
  /// GIMP asks anew for each letter of a text: one warning of each kind is enough.
  std::atomic<bool> has_warned_of_unread = false;
  std::atomic<bool> has_warned_of_surplus = false;
  std::atomic<bool> has_warned_of_infinity = false;
};

}  // namespace

struct _KmqQuantizeOperation {  // zero-filled by GObject; no constructor runs
  GeglOperationFilter parent_instance;
  Quantize* quantize;
};

// GLib's macros cast in the style of C.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wunused-parameter"
G_DECLARE_FINAL_TYPE(KmqQuantizeOperation, kmq_quantize_operation, KMQ, QUANTIZE_OPERATION, GeglOperationFilter)
G_DEFINE_DYNAMIC_TYPE(KmqQuantizeOperation, kmq_quantize_operation, GEGL_TYPE_OPERATION_FILTER)
#pragma GCC diagnostic pop

namespace {

enum Property : guint {
  property_k = 1,
  property_seed,
  property_effort,
  property_color_space,
  property_dither,
  property_dither_amount,
  property_rare_colors,
  property_colors,
};

template <typename T>
Quantize& quantize_of(T* operation) {
  return *reinterpret_cast<KmqQuantizeOperation*>(operation)->quantize;
}

void set_property(GObject* object, guint property, const GValue* value, GParamSpec* spec) noexcept {
  Quantize& quantize = quantize_of(object);
  EffectSettings& settings = quantize.settings;
  const std::lock_guard lock(quantize.settings_mutex);
  switch (property) {
    case property_k: settings.k = PaletteSize(g_value_get_int(value)); break;
    case property_seed: settings.seed = g_value_get_uint(value); break;
    case property_effort: settings.effort = static_cast<Effort>(g_value_get_enum(value)); break;
    case property_color_space: settings.color_space = static_cast<ColorSpace::Kind>(g_value_get_enum(value)); break;
    case property_dither: settings.dither.method = static_cast<DitherMethod>(g_value_get_enum(value)); break;
    case property_dither_amount: settings.dither.amount = g_value_get_double(value); break;
    case property_rare_colors: settings.rare_colors = g_value_get_double(value); break;
    case property_colors: {
      const char* const text = g_value_get_string(value);
      settings.colors = text != nullptr ? text : "";
      break;
    }
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property, spec);
  }
}

void get_property(GObject* object, guint property, GValue* value, GParamSpec* spec) noexcept {
  Quantize& quantize = quantize_of(object);
  const EffectSettings& settings = quantize.settings;
  const std::lock_guard lock(quantize.settings_mutex);
  switch (property) {
    case property_k: g_value_set_int(value, settings.k.value()); break;
    case property_seed: g_value_set_uint(value, settings.seed); break;
    case property_effort: g_value_set_enum(value, static_cast<int>(settings.effort)); break;
    case property_color_space: g_value_set_enum(value, settings.color_space.kind()); break;
    case property_dither: g_value_set_enum(value, static_cast<int>(settings.dither.method)); break;
    case property_dither_amount: g_value_set_double(value, settings.dither.amount); break;
    case property_rare_colors: g_value_set_double(value, settings.rare_colors); break;
    case property_colors: g_value_set_string(value, settings.colors.c_str()); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property, spec);
  }
}

void finalize(GObject* object) noexcept {
  delete reinterpret_cast<KmqQuantizeOperation*>(object)->quantize;
  G_OBJECT_CLASS(kmq_quantize_operation_parent_class)->finalize(object);
}

/// The encoding in which pixels are read and written: the source's own, if it has straight alpha and no colormap.
const Babl* pixel_format(const Babl* source) {
  if (source == nullptr) return babl_format("R'G'B'A float");
  const Babl* const space = babl_format_get_space(source);
  if (babl_format_is_palette(source) != 0) return babl_format_with_space("R'G'B'A u8", space);
  const BablModelFlag flags = babl_get_model_flags(source);
  if ((flags & BABL_MODEL_FLAG_CMYK) != 0) return babl_format_with_space("R'G'B'A float", space);
  if ((flags & BABL_MODEL_FLAG_ASSOCIATED) == 0) return source;
  return babl_format_with_space((flags & BABL_MODEL_FLAG_LINEAR) != 0 ? "RGBA float" : "R'G'B'A float", space);
}

void prepare(GeglOperation* operation) noexcept {
  const Babl* const format = pixel_format(gegl_operation_get_source_format(operation, "input"));
  gegl_operation_set_format(operation, "input", format);
  gegl_operation_set_format(operation, "output", format);
}

GeglRectangle picture_area(GeglOperation* operation) noexcept {
  const GeglRectangle* const area = gegl_operation_source_get_bounding_box(operation, "input");
  return area != nullptr ? *area : GeglRectangle{};
}

/// Every pixel depends on all others, unless there is no end of them.
GeglRectangle whole_picture(GeglOperation* operation, const GeglRectangle& asked) {
  const GeglRectangle area = picture_area(operation);
  return gegl_rectangle_is_infinite_plane(&area) != FALSE ? asked : area;
}

GeglRectangle related_area(GeglOperation* operation, const char*, const GeglRectangle* area) noexcept {
  return whole_picture(operation, *area);
}

GeglRectangle cached_area(GeglOperation* operation, const GeglRectangle* area) noexcept {
  return whole_picture(operation, *area);
}

void warn_once(std::atomic<bool>& has_warned, const std::string& sentence) {
  if (!has_warned.exchange(true)) g_warning("kmq:quantize: %s", sentence.c_str());
}

void warn_of_colors(Quantize& quantize, const EffectOptions& options) {
  if (!options.unread.empty()) {
    warn_once(quantize.has_warned_of_unread,
              formatted(_("“%s” among the given colors is not a color and does not count: write each as #rrggbb, #rgb "
                          "or a name, with commas between them."),
                        options.unread.c_str()));
  }
  if (options.surplus > 0) {
    warn_once(quantize.has_warned_of_surplus,
              formatted(_("There is no room for %d of the given colors: choose a larger number of colors."),
                        options.surplus));
  }
}

/// What is not to be had passes as it is: an effect has no way to refuse that its host would show.
gboolean process(GeglOperation* operation, GeglOperationContext* context, const char* output_pad,
                 const GeglRectangle* asked, int level) noexcept {
  const GeglRectangle area = picture_area(operation);
  if (gegl_rectangle_is_infinite_plane(&area) == FALSE) {
    return GEGL_OPERATION_CLASS(kmq_quantize_operation_parent_class)
        ->process(operation, context, output_pad, asked, level);
  }
  warn_once(quantize_of(operation).has_warned_of_infinity,
            _("The picture has no end, and its colors cannot be counted: crop it first."));
  GObject* const input = gegl_operation_context_get_object(context, "input");
  if (input != nullptr) gegl_operation_context_take_object(context, "output", G_OBJECT(g_object_ref(input)));
  return TRUE;
}

int allowed_threads() {
  int threads = 1;
  g_object_get(gegl_config(), "threads", &threads, nullptr);
  return std::max(threads, 1);
}

/// The level does not matter: a smaller view has the palette of the whole picture.
gboolean process_picture(GeglOperation* operation, GeglBuffer* input, GeglBuffer* output, const GeglRectangle*,
                         int) noexcept {
  Quantize& quantize = quantize_of(operation);
  try {
    EffectSettings settings;
    {
      const std::lock_guard lock(quantize.settings_mutex);
      settings = quantize.settings;
    }
    const EffectOptions options = effect_options(settings);
    warn_of_colors(quantize, options);
    const PixelArea from{
        .buffer = input, .area = picture_area(operation), .format = gegl_operation_get_format(operation, "output")};
    const std::lock_guard lock(quantize.render_mutex);
    tbb::task_arena arena(allowed_threads());
    // Isolated: a thread that waits for the others must not begin another picture while it holds the lock.
    arena.execute([&] {
      tbb::this_task_arena::isolate([&] { quantize.effect.render(from, output, options.quantize, settings.dither); });
    });
  } catch (const std::exception& error) {
    g_warning("kmq:quantize: %s", error.what());
    gegl_buffer_copy(input, gegl_buffer_get_extent(output), GEGL_ABYSS_NONE, output, nullptr);
  }
  return TRUE;
}

/// GIMP does not bind the text domain of a module.
void bind_translations() {
  std::string folder = KMQ_LOCALE_FOLDER;
  Dl_info module{};
  if (dladdr(reinterpret_cast<const void*>(&bind_translations), &module) != 0) {
    const auto beside = std::filesystem::path(module.dli_fname).parent_path() / "locale";
    std::error_code ignored;
    if (std::filesystem::is_directory(beside, ignored)) folder = beside.string();
  }
  bindtextdomain("kmeans-quantize", folder.c_str());
  bind_textdomain_codeset("kmeans-quantize", "UTF-8");
}

/// Declares an enumeration; its values live as long as the type, which is for ever.
GType register_choice(GTypeModule* module, const char* name, std::span<const ChoiceOption> options) {
  auto* const values = g_new0(GEnumValue, options.size() + 1);
  std::ranges::transform(
      options, values, [](const ChoiceOption& option) { return GEnumValue{option.id, _(option.label), option.nick}; });
  return g_type_module_register_enum(module, name, values);
}

struct ChoiceTypes {
  GType effort;
  GType color_space;
  GType dither;
};
ChoiceTypes choice_types;

constexpr auto flags = static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_NAME);
const EffectSettings defaults;

GParamSpec* seed_spec() {
  GParamSpec* const spec = gegl_param_spec_seed(
      "seed", _("Seed"), _("Start of the random draws. The same picture, settings and seed give the same result."),
      flags);
  auto* const number = reinterpret_cast<GParamSpecUInt*>(spec);
  number->maximum = std::numeric_limits<std::int32_t>::max();
  number->default_value = defaults.seed;
  auto* const seed = reinterpret_cast<GeglParamSpecSeed*>(spec);
  seed->ui_maximum = number->maximum;
  return spec;
}

/// A number from 0 to 1.
GParamSpec* share_spec(const char* name, const char* label, const char* blurb, double default_value) {
  GParamSpec* const spec =
      gegl_param_spec_double(name, label, blurb, /*minimum=*/0, /*maximum=*/1, default_value, /*ui_minimum=*/0,
                             /*ui_maximum=*/1, /*ui_gamma=*/1, flags);
  gegl_param_spec_double_set_steps(reinterpret_cast<GeglParamSpecDouble*>(spec), 0.01, 0.1);
  return spec;
}

GParamSpec* dither_amount_spec() {
  GParamSpec* const spec =
      share_spec("dither-amount", _("Dither amount"), _("Strength of the dithering: 0 is none, 1 is all of it."),
                 defaults.dither.amount);
  gegl_param_spec_set_property_key(spec, "sensitive", "! dither {none}");
  return spec;
}

GParamSpec* k_spec() {
  // Half of the slider's way is for up to 64 colors.
  constexpr double ui_gamma = 2;
  return gegl_param_spec_int("k", _("Number of colors (k)"),
                             _("Size of the palette. A picture with fewer distinct colors gets exactly those."),
                             PaletteSize::min, PaletteSize::max, defaults.k.value(), /*ui_minimum=*/2, PaletteSize::max,
                             ui_gamma, flags);
}

void install_properties(GObjectClass* object_class) {
  g_object_class_install_property(object_class, property_k, k_spec());
  g_object_class_install_property(object_class, property_seed, seed_spec());
  g_object_class_install_property(
      object_class, property_effort,
      gegl_param_spec_enum("effort", _("Effort"),
                           _("How hard to search for the palette that is nearest to the picture."), choice_types.effort,
                           static_cast<int>(defaults.effort), flags));
  g_object_class_install_property(
      object_class, property_color_space,
      gegl_param_spec_enum("color-space", _("Color space"), _("Where distances between colors are measured."),
                           choice_types.color_space, defaults.color_space.kind(), flags));
  g_object_class_install_property(
      object_class, property_dither,
      gegl_param_spec_enum("dither", _("Dithering"),
                           _("Mix palette colors in a pattern where the palette lacks a color."), choice_types.dither,
                           static_cast<int>(defaults.dither.method), flags));
  g_object_class_install_property(object_class, property_dither_amount, dither_amount_spec());
  g_object_class_install_property(
      object_class, property_rare_colors,
      share_spec(
          "rare-colors", _("Favor rare colors"),
          _("How much a color that few pixels have counts: with 0 by its pixels, with 1 as much as one that many "
            "have."),
          defaults.rare_colors));
  g_object_class_install_property(
      object_class, property_colors,
      gegl_param_spec_string("colors", _("Given colors"),
                             _("Colors that must be in the palette as they are, such as “#ff0000, #0af, orange”; the "
                               "others are chosen around them. “=” behind one keeps it for pixels of exactly this "
                               "color, “!” for none. What is not a color does not count."),
                             /*no_validate=*/FALSE, /*null_ok=*/TRUE, "", flags));
}

void set_keys(GeglOperationClass* operation_class) {
  gegl_operation_class_set_keys(
      operation_class, "name", "kmq:quantize", "title", _("K-Means Quantize (layer effect)"), "categories", "color",
      "license", "GPL3+", "description",
      _("Show the layer in the k colors that are nearest to it. The effect stays editable; for an indexed image, a "
        "palette to keep, or all settings, choose “K-Means Quantize…” beside it."),
      "gimp:menu-path", "<Image>/Filters", "gimp:menu-label", _("K-Means Quantize (layer effect)…"), nullptr);
}

}  // namespace

static void kmq_quantize_operation_class_init(KmqQuantizeOperationClass* operation_class) {
  GObjectClass* const object = G_OBJECT_CLASS(operation_class);
  object->set_property = set_property;
  object->get_property = get_property;
  object->finalize = finalize;
  GeglOperationClass* const operation = GEGL_OPERATION_CLASS(operation_class);
  operation->prepare = prepare;
  operation->get_bounding_box = picture_area;
  operation->get_invalidated_by_change = related_area;
  operation->get_required_for_output = related_area;
  operation->get_cached_region = cached_area;
  operation->process = process;
  operation->threaded = FALSE;
  operation->opencl_support = FALSE;
  operation->cache_policy = GEGL_CACHE_POLICY_ALWAYS;
  GEGL_OPERATION_FILTER_CLASS(operation_class)->process = process_picture;
  install_properties(object);
  set_keys(operation);
}

static void kmq_quantize_operation_class_finalize(KmqQuantizeOperationClass*) {}

static void kmq_quantize_operation_init(KmqQuantizeOperation* operation) { operation->quantize = new Quantize; }

extern "C" {

G_MODULE_EXPORT const GeglModuleInfo* gegl_module_query(GTypeModule*) {
  static const GeglModuleInfo info{GEGL_MODULE_ABI_VERSION};
  return &info;
}

G_MODULE_EXPORT gboolean gegl_module_register(GTypeModule* module) {
  bind_translations();
  // Its best search takes longer than anyone waits for a stroke.
  const std::span<const ChoiceOption> efforts = std::span(effort_options).first(3);
  choice_types = {register_choice(module, "KmqQuantizeEffort", efforts),
                  register_choice(module, "KmqQuantizeColorSpace", color_space_options),
                  register_choice(module, "KmqQuantizeDither", dither_options)};
  kmq_quantize_operation_register_type(module);
  return TRUE;
}
}
