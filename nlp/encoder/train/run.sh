#!/bin/sh
# From the shared folder to weights. Each step is skipped when its result is there; a training stage goes on from its
# last checkpoint. SHARED is the shared folder, ENCODER_WORK where data and weights go, EXTRA and SUBJECTS further
# question sets and the articles that they ask about.
set -e
cd "$(dirname "$0")"
: "${SHARED:?the shared folder}" "${ENCODER_WORK:?a folder for data and weights}"
export SHARED ENCODER_WORK OMP_WAIT_POLICY=PASSIVE
have() { [ -s "$ENCODER_WORK/data/$1.jsonl" ]; }
have reading || python reading.py
have claims || python statements.py
have public || python public.py
python asked.py ${EXTRA:+--extra "$EXTRA"} ${SUBJECTS:+--subjects "$SUBJECTS"}
out="$ENCODER_WORK/out"
python train.py --out s1 --mix reading:26000 --lr 1e-4
python train.py --out v1 --init "$out/s1.safetensors" --mix asked-ab:10000,statements:4500,reading:1500 --lr 1e-4
python train.py --out v2 --init "$out/v1.safetensors" --mix asked-ab:22000,claims:11000,statements:6000,public:2500,reading:4000 --lr 1e-4
python evaluate.py "$out/v2.safetensors" --set score-c --reading 0 --calibrate "$out/model-v2.json"
# The weights that ship: what the program itself gathers for every question that has been read, set c too once it has been
# measured on. DUMPS are made before, one for each knowledge base, by
#   go run ./facts/decide/train -gather -weights v2.bin [-kb DIR] SET.jsonl... > NAME.dump
python program.py --score "$SHARED/eval/score.py" --out program --sets $SETS --dumps $DUMPS
python program.py --score "$SHARED/eval/score.py" --out program-r --sets $ROUNDS --dumps $ROUND_DUMPS
python train.py --out v4 --init "$out/v2.safetensors" --mix program:0,claims:5000,statements:1000,reading:1000 --lr 7e-5
# The stages after it: more of everything, without dropout; then the questions of people/ with the candidates that the
# program gathers for them (PEOPLE holds their dumps, one for each file of people/; people.py --sets writes the sets);
# then again with more of reading, for the words that answer.
python people.py --out people --articles $ARTICLES --dumps "$PEOPLE"
python train.py --out v5a --init "$out/v4.safetensors" --mix reading:50000,asked-all:22000,claims:14000,statements:8000,public:24000 --lr 1e-4
python train.py --out v5b --init "$out/v5a.safetensors" --mix people:33000,program:12000,program-r:0,claims:3000 --lr 7e-5
python train.py --out v5c --init "$out/v5b.safetensors" --mix people:31000,program-r:0,claims:1500 --lr 6e-5
python train.py --out v5d --init "$out/v5c.safetensors" --mix people:20000,reading:11000,program-r:0,asked-all:4000 --lr 6e-5
python train.py --out v6 --init "$out/v5d.safetensors" --mix people:25000,program-r:0,reading:5000,claims:1000 --lr 6e-5
# v7 was trained in three stages as its questions were written; this is all of them in one, which has not been run.
python train.py --out v7 --init "$out/v6.safetensors" --mix people:0,program-r:0,reading:9000,claims:1000 --lr 7e-5
# v8 was trained on a GPU, from v7, the teachers from bge-small-en-v1.5 ($TEACHER: its weights under the names of model.py); r4 to r8 and o4 to o8 come in
# at the last, so that the decision can be fitted with v8x, which has not seen them. These commands were run one by one.
if command -v nvidia-smi > /dev/null && [ -n "$TEACHER" ]; then
  python program.py --score "$SHARED/eval/score.py" --out program-r2 --most 16 --sets $LATER --dumps $LATER_DUMPS
  python people.py --out people --most 16 --articles $ARTICLES --dumps "$PEOPLE"
  python cache.py "$out/all.npz" people program-r program-r2 reading claims statements public asked-all
  for half in 0 1; do
    python gpu.py --init "$TEACHER" --arrays "$out/all.npz" --half $half --tell "$out/t$half.npy" --mix people:4,program-r:4,reading:2,claims:1,statements:1,public:1,asked-all:2 --minutes 3 --out "$out/t$half.safetensors"
  done
  python gpu.py --init "$out/v7.safetensors" --soft "$out/t0.npy,$out/t1.npy" --arrays "$out/all.npz" --mix people:5,program-r:5,reading:2,claims:1.5,statements:1,public:1.5,asked-all:2 --minutes 5 --out "$out/v8x.safetensors"
  python gpu.py --init "$out/v7.safetensors,$out/v8x.safetensors" --soft "$out/t0.npy,$out/t1.npy" --arrays "$out/all.npz" --mix program-r2:4,program-r:1,people:.35,reading:.2,claims:.2,asked-all:.5 --lr 5e-5 --minutes 1 --out "$out/v8y.safetensors"
fi
# v9: from v8x, with teachers of BERT's base size ($BASE, under the names of model.py); these commands were run one by one.
if command -v nvidia-smi > /dev/null && [ -n "$BASE" ]; then
  python program.py --score "$SHARED/eval/score.py" --out program-r3 --most 20 --sets $LATEST --dumps $LATEST_DUMPS
  python headings.py headings people reading
  python cache.py "$out/all9.npz" people program-r program-r2 reading claims statements public asked-all program-r3 headings
  for half in 0 1; do
    python gpu.py --init "$BASE" --arrays "$out/all9.npz" --half $half --tell "$out/b$half.npy" --tell-of people,program-r,program-r2 --mix people:2,program-r:3,program-r2:3,reading:1,claims:.7,statements:.3,public:.5,asked-all:1,headings:2 --lr 8e-5 --minutes 2.4 --light --out "$out/b$half.safetensors"
  done
  python gpu.py --init "$out/v8x.safetensors" --soft "$out/b0.npy,$out/b1.npy" --arrays "$out/all9.npz" --mix people:3.5,program-r:3,program-r2:5,reading:1.5,claims:1,statements:.5,public:1,asked-all:1,headings:5 --lr 1.5e-4 --minutes 3.2 --out "$out/v9x.safetensors"
  python gpu.py --init "$out/v8x.safetensors,$out/v9x.safetensors" --soft "$out/b0.npy,$out/b1.npy" --arrays "$out/all9.npz" --mix program-r3:4,program-r2:2,people:.3,reading:.1,claims:.2,asked-all:.3,headings:1 --lr 6e-5 --minutes .8 --out "$out/v9y.safetensors"
  python -c "from safetensors.torch import load_file as l, save_file as s; import sys; x, y = map(l, sys.argv[1:3]); s({k: ((x[k] + y[k]) / 2).contiguous() for k in y}, sys.argv[3])" "$out/v9x.safetensors" "$out/v9y.safetensors" "$out/v9s.safetensors"
fi
python embed.py "$out/static.npy" --records reading asked-all public people program-r --rounds 5
