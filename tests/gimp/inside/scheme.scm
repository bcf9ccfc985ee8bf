; SPDX-License-Identifier: GPL-3.0-or-later
; The same procedure from Script-Fu; what run prints as TAP lines it finds in the messages "ok …".

(define (new-picture)
  (let* ((image (car (gimp-image-new 40 30 RGB)))
         (layer (car (gimp-layer-new image "layer" 40 30 RGB-IMAGE 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 0)
    (gimp-context-set-foreground "#ff8000")
    (gimp-context-set-background "#0040c0")
    (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 FALSE 0 0 39 29)
    image))

(define (quantize image k output)
  (plug-in-kmeans-quantize #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
                           #:k k #:seed 7 #:effort "fast" #:output output #:save-palette FALSE))

(define (report is-right label)
  (gimp-message (string-append (if is-right "ok - " "not ok - ") "scheme: " label)))

(let* ((image (new-picture))
       (result (quantize image 6 "layer")))
  (report (= 6 (length (cadr result))) "layer returns six colors")
  (report (= 7 (length result)) "seven values are returned")
  (gimp-image-delete image))

(let* ((image (new-picture)))
  (quantize image 5 "new-layer")
  (report (= 2 (vector-length (car (gimp-image-get-layers image)))) "new-layer adds a layer")
  (gimp-image-delete image))

(let* ((image (new-picture)))
  (quantize image 5 "indexed")
  (report (= INDEXED (car (gimp-image-get-base-type image))) "indexed makes the image indexed")
  (gimp-image-delete image))

(let* ((image (new-picture))
       (first (cadr (quantize image 5 "palette")))
       (second (cadr (quantize image 5 "palette"))))
  (report (equal? first second) "the same seed gives the same palette")
  (gimp-image-delete image))

; Fixed colors, from the string and from a palette, come first.
(let* ((image (new-picture))
       (palette (car (gimp-palette-new "scheme's palette"))))
  (gimp-palette-add-entry palette "green" "#00ff00")
  (let ((colors (cadr (plug-in-kmeans-quantize
                       #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
                       #:k 2 #:fixed-colors "#123456" #:use-fixed-palette TRUE #:fixed-palette palette
                       #:output "indexed" #:save-palette FALSE))))
    (report (equal? colors '("#123456" "#00ff00")) "two fixed colors and k 2 are the palette")
    (report (equal? '(18 52 86 0 255 0)
                    (let ((colormap (car (gimp-palette-get-colors (car (gimp-image-get-palette image))))))
                      (append (vector-ref colormap 0) (vector-ref colormap 1))))
            "the colormap is that palette"))
  (gimp-resource-delete palette)
  (gimp-image-delete image))

; Order, and the same palette twice.
(let* ((image (new-picture))
       (quantize-by (lambda (order)
         (plug-in-kmeans-quantize
          #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
          #:k 6 #:sort order #:color-space "oklab" #:effort "best" #:output "palette" #:palette-name "from scheme")))
       (first (quantize-by "lightness"))
       (second (quantize-by "lightness"))
       (other (quantize-by "population")))
  (report (= (car first) (car second)) "the same palette twice is one palette")
  (report (equal? (list (car (gimp-resource-get-name (car first))) (car (gimp-resource-get-name (car other))))
                  '("from scheme" "from scheme #1"))
          "another order is another palette")
  (gimp-resource-delete (car first))
  (gimp-resource-delete (car other))
  (gimp-image-delete image))

; Dithering in each output that writes pixels: black and white in one row of the gradient, never in one block.
(define (black-and-white image output method amount)
  (plug-in-kmeans-quantize
   #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
   #:k 2 #:fixed-colors "#000000,#ffffff" #:dither method #:dither-amount amount #:output output #:save-palette FALSE))

(define (row image)
  (let ((layer (vector-ref (car (gimp-image-get-layers image)) 0)))
    (let next ((x 39) (colors '()))
      (if (< x 0) colors (next (- x 1) (cons (car (gimp-drawable-get-pixel layer x 15)) colors))))))

(define (row-of output method amount)
  (let ((image (new-picture)))
    (black-and-white image output method amount)
    (let ((colors (row image)))
      (gimp-image-delete image)
      colors)))

(for-each
 (lambda (method)
   (let ((layer (row-of "layer" method 1.0)))
     (report (and (not (equal? layer (row-of "layer" "none" 1.0)))
                  (equal? layer (row-of "new-layer" method 1.0))
                  (equal? (row-of "layer" method 0.0) (row-of "layer" "none" 1.0))
                  (not (equal? (row-of "indexed" method 1.0) (row-of "indexed" "none" 1.0))))
             (string-append method " dithers"))))
 '("floyd-steinberg" "blue-noise" "bayer"))

; Palette files.
(for-each
 (lambda (extension)
   (let* ((image (new-picture))
          (path (string-append (getenv "KMQ_SCRATCH") "/scheme." extension)))
     (plug-in-kmeans-quantize
      #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
      #:k 4 #:output "palette" #:save-palette FALSE #:palette-file path)
     (report (file-exists? path) (string-append "writes ." extension))
     (gimp-image-delete image)))
 '("gpl" "pal" "act" "aco" "ase" "hex" "css" "png"))
