"""The Go program beside torch float32 on one thread, in turns, by the processor's time.

    go test -c -o BENCH .. && speed.py W BENCH [--rounds 10]

W is what readback.py writes. Both read the same numbers of pieces, on one thread; a round takes the mean of some passes of one, then of the
other, and what is written is the median of the rounds and of their ratios: another's work on the machine slows both alike.
"""
import argparse, os, re, statistics, subprocess, time
import torch
import model

PASSES = 5
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')  # where the benchmark finds the weights
SIZES = {'1x64': (1, 64), '12x48': (12, 48)}


def by_torch(m, pairs, pieces):
    ids = torch.randint(1000, 20000, (pairs, pieces), generator=torch.Generator().manual_seed(1))
    types, mask = torch.zeros_like(ids), torch.ones_like(ids)
    with torch.inference_mode():
        begin = time.process_time()
        for _ in range(PASSES): m(ids, types, mask)
    return (time.process_time() - begin) / PASSES * 1000


def by_go(bench, size, form):
    out = subprocess.run([os.path.abspath(bench), '-test.run=^$', f'-test.bench=^BenchmarkJudge$/^{size}$/^{form}$', f'-test.benchtime={PASSES}x', '-test.cpu=1'], capture_output=True, text=True, cwd=HERE).stdout
    found = re.search(r'([\d.]+) cpu-ms/op', out)
    return float(found[1]) if found else None


def main():
    p = argparse.ArgumentParser(); p.add_argument('weights'); p.add_argument('bench'); p.add_argument('--rounds', type=int, default=10)
    a = p.parse_args()
    torch.set_num_threads(1)
    m = model.load(a.weights).eval()
    print(f'torch {torch.__version__}, medians of {a.rounds} rounds of {PASSES} passes: milliseconds of the processor, of torch')
    for size, shape in SIZES.items():
        by_torch(m, *shape)  # warm
        for form in ('AVX2', 'VNNI', 'plain'):
            if by_go(a.bench, size, form) is None: continue  # not of this machine
            rounds = [(by_torch(m, *shape), by_go(a.bench, size, form)) for _ in range(a.rounds)]
            print(f'{size} {form}: Go {statistics.median(g for _, g in rounds):.1f}, torch {statistics.median(t for t, _ in rounds):.1f}, ratio {statistics.median(g / t for t, g in rounds):.3f}')


if __name__ == '__main__': main()
