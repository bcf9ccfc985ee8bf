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

; All orders have the same colors.
(define (colors-by order)
  (let* ((image (new-picture))
         (colors (cadr (plug-in-kmeans-quantize
                        #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
                        #:k 12 #:fixed-colors "#ff0000" #:sort order #:output "palette" #:save-palette FALSE))))
    (gimp-image-delete image)
    colors))

(let ((lightness (colors-by "lightness")))
  (for-each
   (lambda (order)
     (let ((colors (colors-by order)))
       (report (and (equal? (car colors) "#ff0000") (= (length colors) 12) (not (equal? colors lightness)))
               (string-append order " is another order, behind the fixed color"))))
   '("hue" "population" "none")))

; The share of the pixels is in the names of the entries.
(let* ((image (car (gimp-image-new 10 10 RGB)))
       (layer (car (gimp-layer-new image "layer" 10 10 RGB-IMAGE 100 LAYER-MODE-NORMAL))))
  (gimp-image-insert-layer image layer 0 0)
  (gimp-context-set-foreground "#102030")
  (gimp-drawable-fill layer FILL-FOREGROUND)
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 10 1)
  (gimp-context-set-foreground "#ff0000")
  (gimp-drawable-edit-fill layer FILL-FOREGROUND)
  (gimp-selection-none image)
  (let ((palette (car (plug-in-kmeans-quantize
                       #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer)
                       #:k 2 #:output "palette" #:palette-name "shares"))))
    (report (equal? (list (car (gimp-palette-get-entry-name palette 0)) (car (gimp-palette-get-entry-name palette 1)))
                    '("#102030 90.0 %" "#ff0000 10.0 %"))
            "the entries are named by color and share")
    (gimp-resource-delete palette))
  (gimp-image-delete image))

; Indexed: a hidden layer in a group, and a mask, with transparency, which takes one of the 256 colors.
(define (draw-300-colors layer)
  (let next ((i 0))
    (if (< i 300)
        (begin (gimp-drawable-set-pixel layer (modulo i 40) (quotient i 40) (list (modulo i 256) (quotient i 2) 200))
               (next (+ i 1))))))

(let* ((image (new-picture))
       (group (car (gimp-group-layer-new image "group")))
       (shown (car (gimp-layer-new image "shown" 40 30 RGBA-IMAGE 100 LAYER-MODE-NORMAL)))
       (hidden (car (gimp-layer-new image "hidden" 40 30 RGBA-IMAGE 100 LAYER-MODE-NORMAL))))
  (gimp-image-insert-layer image group 0 0)
  (gimp-image-insert-layer image shown group 0)
  (gimp-image-insert-layer image hidden group 0)
  (draw-300-colors shown)
  (gimp-item-set-visible hidden FALSE)
  (gimp-layer-add-mask hidden (car (gimp-layer-create-mask hidden ADD-MASK-WHITE)))
  (let ((colors (cadr (quantize image 256 "indexed"))))
    (report (= 255 (length colors)) "transparency takes one of 256 colors")
    (report (and (= 2 (vector-length (car (gimp-image-get-layers image))))
                 (= TRUE (car (gimp-item-id-is-group-layer (vector-ref (car (gimp-image-get-layers image)) 0))))
                 (= FALSE (car (gimp-item-get-visible hidden)))
                 (= 2 (vector-length (car (gimp-item-get-children
                                           (vector-ref (car (gimp-image-get-layers image)) 0)))))
                 (> (car (gimp-layer-get-mask hidden)) 0)
                 (= TRUE (car (gimp-drawable-is-indexed hidden))))
            "groups, masks and hidden layers stay in an indexed image"))
  (gimp-image-delete image))

; Palette files.
(define (palette-to path)
  (let* ((image (new-picture))
         (colors (cadr (plug-in-kmeans-quantize
                        #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
                        #:k 4 #:output "palette" #:save-palette FALSE #:palette-file path))))
    (gimp-image-delete image)
    colors))

(define (in-scratch name) (string-append (getenv "KMQ_SCRATCH") "/" name))

(for-each
 (lambda (extension)
   (let ((path (in-scratch (string-append "scheme." extension))))
     (palette-to path)
     (report (file-exists? path) (string-append "writes ." extension))))
 '("gpl" "pal" "act" "aco" "ase" "hex" "css" "png"))

(let* ((colors (palette-to (in-scratch "lines.hex")))
       (lines (call-with-input-file (in-scratch "lines.hex")
                (lambda (port)
                  (let next ((letters '()) (lines '()))
                    (let ((letter (read-char port)))
                      (cond ((eof-object? letter) (reverse lines))
                            ((char=? letter #\newline) (next '() (cons (list->string (reverse letters)) lines)))
                            (else (next (cons letter letters) lines)))))))))
  (report (equal? colors (map (lambda (line) (string-append "#" line)) lines)) "the file has the colors that are returned"))
