; SPDX-License-Identifier: GPL-3.0-or-later
; The same procedure from Script-Fu; what run prints as TAP lines it finds in the messages "ok …".

(define (new-picture)
  (let* ((image (car (gimp-image-new 40 30 RGB)))
         (layer (car (gimp-layer-new image "layer" 40 30 RGB-IMAGE 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 0)
    (gimp-context-set-foreground "#ff8000")
    (gimp-context-set-background "#0040c0")
    (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 TRUE 0 0 39 29)
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
